import { lateMessage } from "../notifications/late.ts";
import { plainMessage } from "../notifications/plain.ts";
import type { Notification } from "../outbox/notification.ts";
import type { Hold } from "./hold.ts";

/** From the third try on: by then the text may be what Rocket.Chat cannot take. */
const PLAIN_AFTER_FAILURES = 2;

/** Whether so long ago that the reader should be told when. */
export function isLate({ receivedAt }: Notification, now: number, lateAfterMs: number): boolean {
  return now - receivedAt > lateAfterMs;
}

/** What to send of a notification, given what it has been through. Whatever the wording, the message id stays. */
export function wordingOf(notification: Notification, hold: Hold | null, now: number, lateAfterMs: number): string {
  const { text, receivedAt, kind } = notification;
  if ((hold?.failures ?? 0) >= PLAIN_AFTER_FAILURES) return plainMessage(notification);
  return isLate(notification, now, lateAfterMs) ? lateMessage(text, receivedAt, kind) : text;
}
