import type { NewNotification, Notification } from "./notification.ts";

/** What is known of a notification that a delivery already has. */
export type NotifiedRow = Pick<Notification, "recipient" | "person" | "state">;

/**
 * Whether a resent delivery with these notifications already notifies somebody. Whoever has a buried one is
 * notified by its retry, under whatever name the policy gives them then: a second notification would be a second
 * message.
 */
export function isNotifiedBy(
  rows: readonly NotifiedRow[],
): (one: Pick<NewNotification, "recipient" | "person">) => boolean {
  const recipients = new Set(rows.map(({ recipient }) => recipient.toLowerCase()));
  const buried = rows.filter(({ person, state }) => state === "buried" && person !== "");
  const people = new Set(buried.map(({ person }) => person.toLowerCase()));
  return ({ recipient, person }) => recipients.has(recipient.toLowerCase()) || people.has(person.toLowerCase());
}
