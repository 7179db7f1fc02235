import { plainMessage } from "../notifications/plain.ts";
import type { Notification } from "../outbox/outbox.ts";
import type { Hold } from "./hold.ts";

/** From the third try on: by then the text may be what Rocket.Chat cannot take. */
const PLAIN_AFTER_FAILURES = 2;

/** What to send of a notification, given what it has been through. Whatever the wording, the message id stays. */
export function wordingOf(notification: Notification, hold: Hold | null): string {
  return (hold?.failures ?? 0) >= PLAIN_AFTER_FAILURES ? plainMessage(notification) : notification.text;
}
