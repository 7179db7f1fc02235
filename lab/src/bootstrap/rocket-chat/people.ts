import { readSecret, writeSecret } from "../../kubernetes/secret.ts";
import { randomPassword } from "../../random-values.ts";
import type { Step } from "../../step.ts";
import { BOT_USERNAME } from "./bot.ts";
import { answered } from "./client.ts";
import { findAccount, observer, type RocketChatContext } from "./context.ts";

/**
 * An account for each person whom the recipients file names, so that notifications have recipients. Their passwords are
 * in Secret rocket-chat/rocket-chat-people.
 */
export function people(context: RocketChatContext, usernames: string[]): Step[] {
  return [...new Set(usernames)].filter((name) => name !== BOT_USERNAME).map((name) => person(context, name));
}

function person(context: RocketChatContext, username: string): Step {
  return {
    name: `Rocket.Chat: account ${username}`,
    async check() {
      return (await findAccount(await observer(context), username)) === undefined ? "made" : undefined;
    },
    async change() {
      const { cluster, admin } = context;
      const kept = (await readSecret(cluster, "rocket-chat", "rocket-chat-people"))?.[username];
      const password = kept ?? randomPassword();
      await writeSecret(cluster, "rocket-chat", "rocket-chat-people", { [username]: password });
      const { client, headers } = await admin.session();
      const body = {
        username,
        name: username,
        email: `${username}@example.invalid`,
        password,
        verified: false,
        joinDefaultChannels: false,
        requirePasswordChange: false,
      };
      const result = await client.POST("/api/v1/users.create", { body, params: { header: headers } });
      answered(`to create the account ${username}`, result);
    },
  };
}
