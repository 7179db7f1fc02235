import type { Notification, Settlement } from "../outbox/outbox.ts";

/** Whether a notification has been pending for longer than `maxAgeMs`: too old to be news. */
export function isExpired(notification: Notification, now: number, maxAgeMs: number): boolean {
  return now - notification.pendingSince > maxAgeMs;
}

/** Burying an expired notification is no attempt. */
export function expirySettlement({ id, attempts }: Notification): Settlement {
  return { id, attempts, state: "buried", reason: "expired" };
}
