import type { NewNotification, Notification } from "./notification.ts";

/** What is known of a notification that a delivery has already. */
export type ToldRow = Pick<Notification, "recipient" | "person" | "state">;

/**
 * Whether a delivery that has these notifications tells somebody already, when it is sent again. Whoever has a buried one is told
 * by its retry, to whatever name the policy gives them by then: a second notification would be a second message.
 */
export function isToldBy(rows: readonly ToldRow[]): (one: Pick<NewNotification, "recipient" | "person">) => boolean {
  const recipients = new Set(rows.map(({ recipient }) => recipient.toLowerCase()));
  const buried = rows.filter(({ person, state }) => state === "buried" && person !== "");
  const people = new Set(buried.map(({ person }) => person.toLowerCase()));
  return ({ recipient, person }) => recipients.has(recipient.toLowerCase()) || people.has(person.toLowerCase());
}
