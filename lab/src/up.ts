/** `lab/up`: from an empty cluster to a deployed service; run again, it changes only what differs. */
import { runCanary } from "./bootstrap/canary.ts";
import { runDoctor } from "./bootstrap/doctor.ts";
import { currentContext, openCluster, readFlags, runCommand, say } from "./command.ts";
import { takeAllSteps } from "./lab.ts";
import { createLab } from "./create-lab.ts";
import { createStepper, type Outcome } from "./step.ts";

const USAGE = `usage: lab/up [--dry-run] [--no-canary]
Brings Rocket.Chat, GitLab, its runners and webhook-app up on the cluster of the current kube context.`;

await runCommand(async () => {
  const flags = readFlags(USAGE, {
    "dry-run": "changes nothing and shows what would change",
    "no-canary": "sends no test message at the end",
  });
  if (flags === undefined) return;
  const lab = createLab(await openCluster(currentContext()), say);
  const counts = { unchanged: 0, changed: 0, "would change": 0 } satisfies Record<Outcome, number>;
  const report = (name: string, outcome: Outcome, what = "") => {
    counts[outcome] += 1;
    say(`${outcome.padEnd(13)} ${name}${what === "" ? "" : `: ${what}`}`);
  };
  await takeAllSteps(createStepper({ dryRun: flags.has("dry-run"), report }), lab);
  say(
    Object.entries(counts)
      .map(([outcome, count]) => `${count} ${outcome}`)
      .join(", "),
  );
  if (flags.has("dry-run")) return;
  await runDoctor(lab.cluster, lab.repository.env);
  if (flags.has("no-canary")) return;
  await runCanary(lab.cluster, lab.repository.env);
});
