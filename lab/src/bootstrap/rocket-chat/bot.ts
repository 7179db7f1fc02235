import { readSecret, writeSecret } from "../../kubernetes/secret.ts";
import { randomPassword } from "../../random-values.ts";
import type { Step } from "../../step.ts";
import { answered } from "./client.ts";
import { botItself, findAccount, type RocketChatContext } from "./context.ts";

export const BOT_USERNAME = "gitlab-bot";

/** `bot` is exempt from rate limits; `user` may create personal access tokens, which `bot` alone may not. */
const ROLES = ["user", "bot"];

/**
 * The account that sends the messages. Its password is needed only to create its token; it is kept in a
 * Secret, so that a lost token can be replaced.
 */
export function bot(context: RocketChatContext): Step {
  const { cluster, admin } = context;
  const password = async () => (await readSecret(cluster, "rocket-chat", "rocket-chat-bot"))?.["password"];
  return {
    name: `Rocket.Chat: account ${BOT_USERNAME}`,
    async check() {
      if (!(await password()))
        return "generated a password in Secret rocket-chat/rocket-chat-bot, and created an account with it";
      const account =
        (await botItself(context))?.me ?? (await findAccount((await admin.session()).client, BOT_USERNAME));
      if (account === undefined) return `created, with the roles ${ROLES.join(" and ")}`;
      const missing = ROLES.filter((role) => !account.roles?.includes(role));
      return missing.length === 0 ? undefined : `given the role ${missing.join(" and ")}`;
    },
    async change() {
      const secret = (await password()) ?? randomPassword();
      // Before the account, in case of a crash between the two.
      await writeSecret(cluster, "rocket-chat", "rocket-chat-bot", { username: BOT_USERNAME, password: secret });
      const { client } = await admin.session();
      const account = await findAccount(client, BOT_USERNAME);
      if (account === undefined) await create(context, secret);
      else await update(context, account, secret);
    },
  };
}

type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>;

async function create({ admin }: RocketChatContext, password: string): Promise<void> {
  const { client, headers } = await admin.session();
  const body = {
    username: BOT_USERNAME,
    name: "GitLab",
    email: `${BOT_USERNAME}@example.invalid`,
    password,
    roles: ROLES,
    // A verified address would enable a second factor by mail (By_Email_Auto_Opt_In), which nobody could read.
    verified: false,
    joinDefaultChannels: false,
    requirePasswordChange: false,
  };
  answered("to create the bot", await client.POST("/api/v1/users.create", { body, params: { header: headers } }));
}

async function update({ admin }: RocketChatContext, account: Account, password: string): Promise<void> {
  const { _id: userId, roles = [] } = account;
  const { client, headers } = await admin.session();
  const body = { userId, data: { password, roles: [...new Set([...roles, ...ROLES])] } };
  answered("to change the bot", await client.POST("/api/v1/users.update", { body, params: { header: headers } }));
}
