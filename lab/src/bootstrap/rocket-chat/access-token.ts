import { readSecret, writeSecret } from "../../kubernetes/secret.ts";
import { restart } from "../../kubernetes/restart.ts";
import type { Step } from "../../step.ts";
import { BOT_USERNAME } from "./bot.ts";
import { answered } from "./client.ts";
import { botItself, type RocketChatContext } from "./context.ts";
import { logIn, logOut, type Session } from "./session.ts";

const TOKEN_NAME = "gitlab-notify";

/** The bot's personal access token, in the service's Secret. It can be read only once, so it is stored at once. */
export function accessToken(context: RocketChatContext): Step {
  const { cluster, url } = context;
  return {
    name: "Rocket.Chat: the bot's access token",
    async check() {
      const itself = await botItself(context);
      if (itself === undefined) return "created, and stored in Secret webhook-app/webhook-app-secrets";
      return itself.me.username === BOT_USERNAME
        ? undefined
        : `replaced: it belonged to ${itself.me.username}, not ${BOT_USERNAME}`;
    },
    async change() {
      const { password = "" } = (await readSecret(cluster, "rocket-chat", "rocket-chat-bot")) ?? {};
      const session = await logIn(url, BOT_USERNAME, password).catch((error: unknown) => {
        const advice =
          "Delete Secret rocket-chat/rocket-chat-bot and run lab/up again: it gives the bot a new password.";
        throw new Error(`${String(error)}. ${advice}`);
      });
      const values = { ROCKETCHAT_USER_ID: session.userId, ROCKETCHAT_AUTH_TOKEN: await makeToken(session) };
      await writeSecret(cluster, "webhook-app", "webhook-app-secrets", values);
      await logOut(session);
      await restart(cluster, "webhook-app", "webhook-app");
    },
  };
}

/** Names are unique: if the name has a token that was lost, it is regenerated, which revokes the old one. */
async function makeToken({ client, headers: header }: Session): Promise<string> {
  const body = { tokenName: TOKEN_NAME, bypassTwoFactor: true };
  const made = await client.POST("/api/v1/users.generatePersonalAccessToken", { body, params: { header } });
  const { errorType } = (made.error ?? {}) as { errorType?: string };
  if (errorType !== "error-token-already-exists") return answered("to create the bot's access token", made).token;
  const again = await client.POST("/api/v1/users.regeneratePersonalAccessToken", {
    body: { tokenName: TOKEN_NAME },
    params: { header },
  });
  return answered("to create the bot's access token again", again).token;
}
