/**
 * The job `notify` of .gitlab-ci.yml: tells the deployed service about the push that started the pipeline, as GitLab's
 * own hook would, and writes into the job's log whether the message arrived. Needs the checkout, git and Node.js,
 * nothing of node_modules.
 *
 * Ends with 0; with 1 when the push was refused or a message was given up; with 2 when it is configured wrongly.
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
    say(`This pipeline's source is "${source}", not a push: nobody pushed, so nobody is told.`);
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
