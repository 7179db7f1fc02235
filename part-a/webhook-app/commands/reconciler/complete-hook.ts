import { completePayload } from "./complete-payload.ts";
import type { Hook } from "./gitlab.ts";
import type { IncompleteDelivery } from "./incomplete.ts";
import type { Run } from "./run.ts";
import type { HandIn } from "./service.ts";

/**
 * Looks up who wrote the commits of deliveries that the service took without knowing it, and hands these in again under
 * their own keys: so those are told who were not told before. GitLab keeps no addresses, and sends 20 commits of a push.
 *
 * Nothing remembers what was handed in. It does no harm twice: so all of the last runs' are, the oldest first.
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

/** Each once, as it was sent last. */
async function incompleteOf({ gitlab, since }: Run, project: string, hook: Hook): Promise<IncompleteDelivery[]> {
  const deliveries = new Map<string, IncompleteDelivery>();
  for await (const { at, incomplete } of gitlab.taken(project, hook)) {
    if (at < since) break;
    if (incomplete && !deliveries.has(incomplete.webhookId)) deliveries.set(incomplete.webhookId, incomplete);
  }
  return [...deliveries.values()].toReversed();
}
