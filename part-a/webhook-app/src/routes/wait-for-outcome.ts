import { setTimeout as sleep } from "node:timers/promises";
import type { Notification, Outbox } from "../outbox/outbox.ts";

/** How often the store is asked: the relay that delivers may run in another process. */
const POLL_MS = 50;

/** A webhook makes a message per person told; nobody is told by a rule of more than this. */
const MOST_NOTIFICATIONS = 200;

/**
 * Where a webhook's notifications stand once all are settled, or when the time is over or the caller has left.
 *
 * @param ids which of the webhook's notifications to wait for; all of them when undefined
 */
export async function waitForOutcome(
  outbox: Outbox,
  webhookId: string,
  ids: ReadonlySet<number> | undefined,
  waitMs: number,
  signal: AbortSignal,
): Promise<Notification[]> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const all = await outbox.list({ webhookId, limit: MOST_NOTIFICATIONS });
    const wanted = ids ? all.filter(({ id }) => ids.has(id)) : all;
    const settled = wanted.every(({ state }) => state !== "pending");
    if (settled || signal.aborted || performance.now() >= deadline) return wanted.toReversed();
    await sleep(Math.min(POLL_MS, Math.max(1, deadline - performance.now())));
  }
}
