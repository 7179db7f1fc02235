import type { DatabaseSync } from "node:sqlite";
import type { Notification } from "../outbox.ts";
import { NOTIFICATION_COLUMNS } from "./columns.ts";

/** One notification, or null: `undefined` would not survive the way between threads. */
export function createGet(db: DatabaseSync) {
  const select = db.prepare(`SELECT ${NOTIFICATION_COLUMNS} FROM notification WHERE id = ?`);

  return (id: number): Notification | null => (select.get(id) as Notification | undefined) ?? null;
}
