import { completePayload } from "./complete-payload.ts";
import type { Hook } from "./gitlab.ts";
import type { IncompleteDelivery } from "./incomplete.ts";
import type { Run } from "./run.ts";
import type { HandIn } from "./service.ts";

/**
 * Looks up the commit authors of deliveries that the service accepted without knowing them all, and posts these again
 * under their own keys, so that the missing authors are notified. GitLab's log has no e-mail addresses, and its payload
 * lists only 20 commits of a push.
 *
 * Nothing records which deliveries were completed. Repeating one does no harm, so each run repeats those of the last
 * few runs, oldest first.
 */
export async function completeHook(run: Run, handIn: HandIn, project: string, hook: Hook): Promise<void> {
  const { gitlab, budget, report } = run;
  const history = gitlab.history(project);
  const deliveries = await incompleteOf(run, project, hook);
  for (const [index, delivery] of deliveries.entries()) {
    if (budget.isSpent()) {
      report.left += deliveries.length - index;
      return;
    }
    const payload = await completePayload(delivery.payload, history);
    if (!payload) {
      report.incomplete += 1;
      continue;
    }
    const handing = await handIn(delivery, payload);
    if (!handing.ok) {
      report.problems.push(`delivery ${delivery.webhookId} with its authors: ${handing.why}`);
      report.left += deliveries.length - index;
      return;
    }
    if (handing.isNews) report.completed += 1;
  }
}

/** Each delivery once, as it was last sent. */
async function incompleteOf({ gitlab, since }: Run, project: string, hook: Hook): Promise<IncompleteDelivery[]> {
  const deliveries = new Map<string, IncompleteDelivery>();
  for await (const { at, incomplete } of gitlab.taken(project, hook)) {
    if (at < since) break;
    if (incomplete && !deliveries.has(incomplete.webhookId)) deliveries.set(incomplete.webhookId, incomplete);
  }
  return [...deliveries.values()].toReversed();
}
