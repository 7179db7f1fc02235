import type { HookEvent } from "./hook-event.ts";
import { completeHook } from "./complete-hook.ts";
import type { GitLab, Hook } from "./gitlab.ts";
import { missedDeliveries } from "./missed-deliveries.ts";
import type { Report } from "./report.ts";
import { resendAll } from "./resend-all.ts";
import type { Run } from "./run.ts";

/**
 * Has one hook's missed deliveries resent, completes those with unknown authors, and adds the results to the report.
 */
export async function reconcileHook(run: Run, project: string, hook: Hook): Promise<void> {
  const { gitlab, handIn, report } = run;
  report.hooks += 1;
  if (!(await isEnabled(gitlab, project, hook, report))) return;
  await resendMissed(run, project, hook);
  if (handIn) await completeHook(run, handIn, project, hook);
}

async function resendMissed({ gitlab, budget, report }: Run, project: string, hook: Hook): Promise<void> {
  const failed = await Array.fromAsync(gitlab.hookEvents(project, hook, ["client_failure", "server_failure"]));
  const failures = failed.filter(({ isTest }) => !isTest);
  if (failures.length === 0) return;
  const delivered = await deliveredAmong(gitlab, project, hook, failures);
  const { missed, unrecoverable } = missedDeliveries(failures, delivered);
  const failedOnce = new Set(failures.map(({ webhookId }) => webhookId)).size;
  report.missed += missed.length;
  report.unrecoverable += unrecoverable;
  report.recovered += failedOnce - missed.length - unrecoverable;
  await resendAll((eventId) => gitlab.resend(project, hook.id, eventId), missed, budget, report);
}

/** GitLab may disable a hook that often fails (off by default when self-managed); pushes then leave no trace. */
async function isEnabled(gitlab: GitLab, project: string, hook: Hook, report: Report): Promise<boolean> {
  const { alert_status: status = "executable" } = hook;
  if (status === "executable") return true;
  const where = `hook ${hook.id} of ${project}`;
  if (await gitlab.test(project, hook.id)) {
    report.enabled += 1;
    report.problems.push(`${where} was ${status} and is enabled again. Pushes in between are not in GitLab's log.`);
    return true;
  }
  report.problems.push(`${where} is ${status}, and testing it failed: can GitLab reach the service?`);
  return false;
}

/** Which of these failed deliveries another attempt delivered; reads back no further than the first failure. */
async function deliveredAmong(
  gitlab: GitLab,
  project: string,
  hook: Hook,
  failures: HookEvent[],
): Promise<Set<string>> {
  const oldest = failures.reduce((least, { eventId }) => Math.min(least, eventId), Infinity);
  const open = new Set(failures.map(({ webhookId }) => webhookId));
  const delivered = new Set<string>();
  for await (const { eventId, webhookId } of gitlab.hookEvents(project, hook, ["successful"])) {
    if (open.delete(webhookId)) delivered.add(webhookId);
    // The newest come first, and newer events have higher ids.
    if (open.size === 0 || eventId < oldest) break;
  }
  return delivered;
}
