import type { HookEvent } from "./hook-event.ts";

/** A delivery of which every attempt failed; `eventId` is the latest attempt, which is resent. */
export interface MissedDelivery {
  eventId: number;
  webhookId: string;
  attempts: number;
}

/** Statuses that reject the body itself; the same bytes would be rejected again. */
const FINAL = new Set(["400", "405", "410", "411", "413", "414", "415", "422"]);

/**
 * Which failed deliveries to resend, and how many not to because it would be useless.
 *
 * Every attempt has its own event with the delivery's key, so GitLab's log is all the memory that is needed. The
 * delivery whose latest attempt is oldest comes first: this keeps pushes in order, and one that always fails cannot
 * hold up the others.
 *
 * @param delivered the keys of deliveries that succeeded, before or after
 */
export function missedDeliveries(failures: readonly HookEvent[], delivered: ReadonlySet<string>) {
  const open = failures.filter(({ webhookId }) => !delivered.has(webhookId));
  const byKey = Map.groupBy(open, ({ webhookId }) => webhookId);
  const recoverable = [...byKey].filter(([, attempts]) =>
    attempts.every(({ status, sendable }) => sendable && !FINAL.has(status)),
  );
  const missed = recoverable.map(([webhookId, attempts]) => ({
    webhookId,
    eventId: Math.max(...attempts.map(({ eventId }) => eventId)),
    attempts: attempts.length,
  }));
  return {
    missed: missed.toSorted((a, b) => a.eventId - b.eventId) satisfies MissedDelivery[],
    unrecoverable: byKey.size - recoverable.length,
  };
}
