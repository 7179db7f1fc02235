import type { ReconcilerSettings } from "./settings.ts";
import { GitLabTrouble } from "./gitlab-trouble.ts";
import { reconcileHook } from "./reconcile-hook.ts";
import { newReport, type Report } from "./report.ts";
import type { Run } from "./run.ts";

/**
 * Asks GitLab for failed deliveries to our service and has them resent. It may run at any time and any number of times:
 * a resent delivery keeps its key, so the service sends its messages once.
 *
 * Ignores system hooks: GitLab has no API for their events (Admin area > System hooks > Recent events).
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
      if (report.hooks === before) report.problems.push(`${project} has no hook for WEBHOOK_URL`);
    } catch (error) {
      // If one project was deleted or closed to us, the others are still reconciled.
      if (!(error instanceof GitLabTrouble)) throw error;
      report.problems.push(error.message);
    }
  }
  return report;
}
