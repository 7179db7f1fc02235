import type { SandboxOptions } from "../../../sandbox/options.ts";
import { serviceFiles } from "../../support/service-files.ts";
import { startRocketChat } from "../../support/start-rocket-chat.ts";
import { startService } from "../../support/start-service.ts";

export const SIGNING_TOKEN = `whsec_${Buffer.alloc(32, "a key of the hook").toString("base64")}`;

/** As in k8s/recipients.yaml: the bot is notified of its own pushes. */
const RECIPIENTS = `
rules:
  - projects: ["**"]
    events: [push]
    notify: [pusher]
people:
  canary: gitlab-bot
`;

/** The service as deployed, a Rocket.Chat, and the environment by which the canary finds both. */
export async function deployed({ recipients = RECIPIENTS, ...options }: SandboxOptions & { recipients?: string } = {}) {
  const rocketChat = await startRocketChat(["jane"], options);
  const service = await startService({
    env: { ...rocketChat.env, ...serviceFiles(recipients), GITLAB_SIGNING_TOKENS: SIGNING_TOKEN },
  });
  const env = {
    WEBHOOK_URL: `${service.baseUrl}/webhooks/gitlab`,
    GITLAB_SIGNING_TOKEN: SIGNING_TOKEN,
    ...rocketChat.env,
  };
  return { rocketChat, service, env };
}
