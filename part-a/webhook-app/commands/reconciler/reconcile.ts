import type { ReconcilerSettings } from "./settings.ts";
import { GitLabTrouble } from "./gitlab-trouble.ts";
import { reconcileHook } from "./reconcile-hook.ts";
import { newReport, type Report } from "./report.ts";
import type { Run } from "./run.ts";

/**
 * Asks GitLab for the deliveries to our service that failed, and has them sent again. It may run at any time and as
 * often as one likes: a delivery that was sent again has its old key, so the service tells it once.
 *
 * System hooks are not looked at: GitLab has no API for their events (Admin area > System hooks > Recent events).
 */
export async function reconcile(
  { projects, webhookUrl }: Pick<ReconcilerSettings, "projects" | "webhookUrl">,
  given: Omit<Run, "report">,
): Promise<Report> {
  const report = newReport();
  const run = { ...given, report };
  for (const project of projects) {
    try {
      const before = report.hooks;
      for await (const hook of run.gitlab.hooks(project)) {
        if (hook.url === webhookUrl) await reconcileHook(run, project, hook);
      }
      if (report.hooks === before) report.problems.push(`${project} has no hook that leads to WEBHOOK_URL`);
    } catch (error) {
      // One project that was deleted or closed to us is no reason to leave the others out.
      if (!(error instanceof GitLabTrouble)) throw error;
      report.problems.push(error.message);
    }
  }
  return report;
}
