/**
 * The job `notify` of .gitlab-ci.yml: tells the deployed service about the push that started the pipeline, as GitLab's
 * own hook would, and writes into the job's log whether the message arrived. Needs the checkout, git and Node.js,
 * nothing of node_modules.
 */
import { deliver } from "./deliver.ts";
import { EnvironmentError, readEnvironment } from "./settings.ts";
import { gitIn } from "./git.ts";
import { pushPayload } from "./push-payload.ts";
import { verdict } from "./verdict.ts";

async function main(): Promise<number> {
  const source = process.env["CI_PIPELINE_SOURCE"];
  if (source && source !== "push") {
    say(`This pipeline's source is "${source}", not a push: nobody pushed, so nobody is told.`);
    return 0;
  }
  const environment = readEnvironment(process.env);
  const payload = await pushPayload(environment, gitIn(process.cwd(), say), say);
  const { ref, before, after, total_commits_count: total } = payload;
  say(`${ref}: ${before} -> ${after}, commits: ${total}; posting it to ${environment.webhookUrl}`);
  const { lines, failed } = verdict(await deliver(environment, payload, say));
  for (const line of lines) say(line);
  return failed ? 1 : 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  // A wrong setting needs no stack; anything else is a defect of this program.
  process.stderr.write(
    `notify: ${error instanceof EnvironmentError ? error.message : String((error as Error).stack)}\n`,
  );
  process.exitCode = 1;
}
