/**
 * Makes GitLab resend what our service missed, has the service notify authors whom GitLab's webhooks do not name, and
 * logs the result as one JSON line. Exits with 0; with 1 if there is a problem to look at; with 2 if the configuration
 * is wrong.
 */
import { runToEnd } from "../shared/run-to-end.ts";
import { timeBudget } from "./budget.ts";
import { createGitLab } from "./gitlab.ts";
import { reconcile } from "./reconcile.ts";
import { createHandIn } from "./service.ts";
import { readSettings } from "./settings.ts";

await runToEnd("reconciler", async () => {
  const settings = readSettings(process.env);
  const start = performance.now();
  const report = await reconcile(settings, {
    gitlab: createGitLab(settings),
    handIn: createHandIn(settings),
    since: Date.now() - settings.lookBackMs,
    budget: timeBudget(settings.maxRunMs),
  });
  const level = report.problems.length > 0 ? "error" : "info";
  const seconds = Math.round((performance.now() - start) / 100) / 10;
  const line = { level, time: new Date().toISOString(), event: "reconciled", ...report, seconds };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return report.problems.length > 0 ? 1 : 0;
});
