import type { FailedAttempt, Notification, Settlement } from "../outbox/notification.ts";
import type { DeliveryReason } from "../reasons.ts";
import type { DeliveryResult } from "./delivery.ts";

/** How many failed attempts are stored with a notification: the last ones. */
const KEPT_ATTEMPTS = 10;

/** Any result but a delivery. */
export type FailedResult = Exclude<DeliveryResult, { status: "delivered" }>;

/** The settlement of a delivery. */
export function deliveredSettlement({ id, attempts, pendingSince }: Notification): Settlement {
  return { id, pendingSince, attempts: attempts + 1, state: "delivered", reason: null };
}

/** The settlement of a failed attempt: its evidence, and whether it counts against this notification. */
export function failedSettlement(
  { id, attempts, failedAttempts, pendingSince }: Notification,
  { reason, evidence }: FailedResult,
  how: { state: "pending" | "buried"; counts: boolean; now: number },
): Settlement & { reason: DeliveryReason } {
  const attempt: FailedAttempt = { at: how.now, reason, ...evidence };
  return {
    id,
    pendingSince,
    attempts: how.counts ? attempts + 1 : attempts,
    state: how.state,
    reason,
    failedAttempts: [...failedAttempts, attempt].slice(-KEPT_ATTEMPTS),
  };
}

/** Whether a notification has been pending for longer than `maxAgeMs`: too old to be news. */
export function isExpired(notification: Notification, now: number, maxAgeMs: number): boolean {
  return now - notification.pendingSince > maxAgeMs;
}

/** Whether it was received so long ago that its message says when. */
export function isLate({ receivedAt }: Notification, now: number, lateAfterMs: number): boolean {
  return now - receivedAt > lateAfterMs;
}

/** Burying an expired notification is not an attempt. */
export function expirySettlement({ id, attempts, pendingSince }: Notification): Settlement {
  return { id, pendingSince, attempts, state: "buried", reason: "expired" };
}
