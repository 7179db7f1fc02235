import type { FailedAttempt, Notification, Settlement } from "../outbox/notification.ts";
import type { DeliveryReason } from "../reasons.ts";
import type { DeliveryResult } from "./delivery.ts";

/** So many failed attempts are stored with a notification, the last ones. */
const KEPT_ATTEMPTS = 10;

/** Any result but a delivery. */
export type FailedResult = Exclude<DeliveryResult, { status: "delivered" }>;

/** What is written of a delivery. */
export function deliveredSettlement({ id, attempts, pendingSince }: Notification): Settlement {
  return { id, pendingSince, attempts: attempts + 1, state: "delivered", reason: null };
}

/** What is written of a failed attempt: what was said, and whether it counts against this very notification. */
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

/** Burying an expired notification is no attempt. */
export function expirySettlement({ id, attempts, pendingSince }: Notification): Settlement {
  return { id, pendingSince, attempts, state: "buried", reason: "expired" };
}
