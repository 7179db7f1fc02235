/**
 * The job `notify` of .gitlab-ci.yml: reports the push that started the pipeline to the deployed service, as GitLab's
 * own hook would, and logs whether the message was delivered. Needs the checkout, git and Node.js, but no node_modules.
 *
 * Exits with 0; with 1 if the push was rejected or a message was given up; with 2 if the configuration is wrong.
 */
import { runToEnd } from "../shared/run-to-end.ts";
import { deliver } from "./deliver.ts";
import { gitIn } from "./git.ts";
import { pushPayload } from "./push-payload.ts";
import { readSettings } from "./settings.ts";
import { verdict } from "./verdict.ts";

await runToEnd("notify", async () => {
  const source = process.env["CI_PIPELINE_SOURCE"];
  if (source && source !== "push") {
    say(`This pipeline's source is "${source}", not a push, so nobody is notified.`);
    return 0;
  }
  const settings = readSettings(process.env);
  const payload = await pushPayload(settings, gitIn(process.cwd(), say), say);
  const { ref, before, after, total_commits_count: total } = payload;
  say(`${ref}: ${before} -> ${after}, commits: ${total}; posting it to ${settings.webhookUrl}`);
  const { lines, failed } = verdict(await deliver(settings, payload, say));
  for (const line of lines) say(line);
  return failed ? 1 : 0;
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
