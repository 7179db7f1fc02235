import type { Attempt } from "./attempt.ts";

/** A delivery that failed each time it was tried; `eventId` is the latest time, which is what is sent again. */
export interface MissedDelivery {
  eventId: number;
  webhookId: string;
  attempts: number;
}

/** Statuses by which a receiver says that this body will never do; the same bytes would be refused again. */
const FINAL = new Set(["400", "405", "410", "411", "413", "414", "415", "422"]);

/**
 * Which failed deliveries are to be sent again, and how many are not because it would be useless.
 *
 * Every attempt has an event of its own, all with the delivery's key, so GitLab's log is all the memory that is needed.
 * The one whose latest attempt is longest ago comes first: so pushes are told in their order, and one that always fails
 * cannot hold up the others.
 *
 * @param delivered the keys of deliveries that got through, before or after
 */
export function missedDeliveries(failures: readonly Attempt[], delivered: ReadonlySet<string>) {
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
