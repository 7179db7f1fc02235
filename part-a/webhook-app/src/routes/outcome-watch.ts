import { setTimeout as sleep } from "node:timers/promises";
import { OutboxUnavailable } from "../outbox/unavailable.ts";
import type { Notification } from "../outbox/notification.ts";
import type { Outbox } from "../outbox/outbox.ts";

/** How often the store is polled: the relay that delivers may run in another process. */
const POLL_MS = 50;

/** One message per person: no rule in practice notifies more people than this. */
const MOST_NOTIFICATIONS = 200;

/** What a request waits for. */
interface Wait {
  webhookId: string;
  /** Which of the webhook's notifications; all if undefined. */
  ids: ReadonlySet<number> | undefined;
  /** When to answer at the latest, by `performance.now()`. */
  deadline: number;
  /** Aborted when the caller disconnects. */
  signal: AbortSignal;
}

/**
 * The notifications' states once all are settled, the time is over or the caller has disconnected; undefined
 * if the store did not answer.
 */
export type AwaitOutcome = (wait: Wait) => Promise<Notification[] | undefined>;

interface Waiter extends Wait {
  seen?: Notification[];
  end: () => void;
  fail: (error: unknown) => void;
}

/** One poll for all waiting requests, one query at a time: however many there are, they do not slow down webhooks. */
export function createOutcomeWatch(outbox: Pick<Outbox, "list">): AwaitOutcome {
  const waiters = new Set<Waiter>();
  let polling = false;

  async function poll(): Promise<void> {
    if (polling) return;
    polling = true;
    while (waiters.size > 0) {
      for (const [webhookId, waiting] of Map.groupBy(waiters, (waiter) => waiter.webhookId)) {
        await look(webhookId, waiting);
      }
      await sleep(POLL_MS);
    }
    polling = false;
  }

  /** An unavailable store may come back in time, so the wait continues. */
  async function look(webhookId: string, waiting: readonly Waiter[]): Promise<void> {
    try {
      const all = await outbox.list({ webhookId, limit: MOST_NOTIFICATIONS });
      for (const waiter of waiting) show(waiter, all.toReversed());
    } catch (error) {
      if (!(error instanceof OutboxUnavailable)) for (const { fail } of waiting) fail(error);
    }
  }

  return async (wait) => {
    const { promise, resolve: end, reject: fail } = Promise.withResolvers<void>();
    const waiter: Waiter = { ...wait, end, fail };
    const timer = setTimeout(end, Math.max(0, wait.deadline - performance.now()));
    wait.signal.addEventListener("abort", () => end());
    waiters.add(waiter);
    void poll();
    try {
      await promise;
      return waiter.seen;
    } finally {
      clearTimeout(timer);
      waiters.delete(waiter);
    }
  };
}

function show(waiter: Waiter, all: Notification[]): void {
  const { ids } = waiter;
  waiter.seen = ids ? all.filter(({ id }) => ids.has(id)) : all;
  if (waiter.seen.every(({ state }) => state !== "pending")) waiter.end();
}
