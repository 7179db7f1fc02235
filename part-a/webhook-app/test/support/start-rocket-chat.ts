import { onTestFinished } from "vitest";
import type { SandboxOptions } from "../../sandbox/options.ts";
import { createSandbox } from "../../sandbox/sandbox.ts";

/** Never in any log line: a test searches all of them for it. */
export const BOT_TOKEN = "the-bots-personal-access-token";

const BOT_USER_ID = "gitlabBotUserId";

/** A stand-in Rocket.Chat in this process, on its own port, and the environment by which the service finds it. */
export async function startRocketChat(users: readonly string[], options: SandboxOptions = {}) {
  const sandbox = createSandbox({ users, bot: { userId: BOT_USER_ID, token: BOT_TOKEN }, ...options });
  const { url, port } = await sandbox.listen();
  onTestFinished(() => sandbox.close());
  const env = { ROCKETCHAT_URL: url, ROCKETCHAT_USER_ID: BOT_USER_ID, ROCKETCHAT_AUTH_TOKEN: BOT_TOKEN };
  return { ...sandbox, url, port, env };
}
