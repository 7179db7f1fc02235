import type { Cluster } from "../kubernetes/cluster.ts";
import { readBotCredentials } from "./rocket-chat/context.ts";
import { runServiceCommand } from "./service-command.ts";

/** Doctor's exit code for warnings. */
const WARNINGS = 1;

/**
 * Runs doctor on the lab's Rocket.Chat with the bot's account, through a forwarded port. Prints warnings, which are
 * not a failure.
 *
 * @throws Error if messages will not be delivered as promised; doctor has printed why
 */
export async function runDoctor(cluster: Cluster, env: NodeJS.ProcessEnv): Promise<void> {
  const rocketChat = await cluster.reach({ namespace: "rocket-chat", name: "rocket-chat", port: "http" });
  const bot = await readBotCredentials(cluster);
  const settings = {
    ROCKETCHAT_URL: rocketChat.url,
    ROCKETCHAT_USER_ID: bot?.userId,
    ROCKETCHAT_AUTH_TOKEN: bot?.authToken,
  };
  try {
    const code = await runServiceCommand("commands/doctor/main.ts", { ...env, ...settings });
    if (code !== 0 && code !== WARNINGS)
      throw new Error("Rocket.Chat does not meet the service's requirements (see above)");
  } finally {
    await rocketChat.close();
  }
}
