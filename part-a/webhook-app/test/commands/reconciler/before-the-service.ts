import { writeFileSync } from "node:fs";
import { expect } from "vitest";
import { runCommand } from "../../support/run-command.ts";
import { serviceFiles } from "../../support/service-files.ts";
import { freePort } from "../../../testing/free-port.ts";
import { startRocketChat } from "../../support/start-rocket-chat.ts";
import { startService } from "../../support/start-service.ts";
import { GITLAB_TOKEN, SIGNING_TOKEN, startGitLab } from "./gitlab-stand-in.ts";

const RECIPIENTS = "rules:\n  - notify: [pusher]\npeople: { j.doe: jane }\n";

/** GitLab with a hook to a service that does not run yet. */
export async function beforeTheService(recipients = RECIPIENTS) {
  const [gitlab, rocketChat, port] = await Promise.all([startGitLab(), startRocketChat(["jane", "sam"]), freePort()]);
  const url = `http://127.0.0.1:${port}/webhooks/gitlab`;
  const hook = gitlab.addHook("platform/api", url);
  const files = serviceFiles(recipients);
  const serviceEnv = { ...rocketChat.env, ...files, PORT: String(port) };
  const start = (signingTokens = SIGNING_TOKEN) =>
    startService({ env: { ...serviceEnv, GITLAB_SIGNING_TOKENS: signingTokens } });
  const env = { GITLAB_URL: gitlab.url, GITLAB_TOKEN, GITLAB_PROJECTS: "platform/api", WEBHOOK_URL: url };
  const reconcile = async (more: Record<string, string> = {}) => {
    const { code, stdout, stderr } = await runCommand("commands/reconciler/main.ts", { ...env, ...more });
    for (const secret of [GITLAB_TOKEN, SIGNING_TOKEN]) expect(stdout + stderr).not.toContain(secret);
    return { code, stderr, report: stdout === "" ? undefined : (JSON.parse(stdout) as Record<string, unknown>) };
  };
  const toldShas = () => rocketChat.ledger.messages().map(({ msg }) => /[0-9a-f]{40}/.exec(msg)?.[0]);
  const mendMap = (text: string) => writeFileSync(files["RECIPIENTS_FILE"] ?? "", text);
  return { gitlab, rocketChat, hook, start, reconcile, toldShas, mendMap };
}
