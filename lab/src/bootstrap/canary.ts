import type { Cluster } from "../kubernetes/cluster.ts";
import { readSigningToken } from "./gitlab/signing-token.ts";
import { readBotCredentials } from "./rocket-chat/context.ts";
import { runServiceCommand } from "./service-command.ts";

/**
 * Sends one push through the deployed service and reads its message back, from here through two forwarded ports, so it
 * needs no image and no Job. (The pipeline's own canary tests the network policies.)
 *
 * @throws Error if the message did not arrive; the canary has printed why
 */
export async function runCanary(cluster: Cluster, env: NodeJS.ProcessEnv): Promise<void> {
  const service = await cluster.reach({ namespace: "webhook-app", name: "webhook-app", port: "http" });
  const rocketChat = await cluster.reach({ namespace: "rocket-chat", name: "rocket-chat", port: "http" });
  const bot = await readBotCredentials(cluster);
  const settings = {
    WEBHOOK_URL: `${service.url}/webhooks/gitlab`,
    GITLAB_SIGNING_TOKEN: await readSigningToken(cluster),
    ROCKETCHAT_URL: rocketChat.url,
    ROCKETCHAT_USER_ID: bot?.userId,
    ROCKETCHAT_AUTH_TOKEN: bot?.authToken,
  };
  try {
    const code = await runServiceCommand("commands/canary/main.ts", { ...env, ...settings });
    if (code !== 0)
      throw new Error("the canary's message did not arrive (see above); lab/status shows what does not work");
  } finally {
    await Promise.all([service.close(), rocketChat.close()]);
  }
}
