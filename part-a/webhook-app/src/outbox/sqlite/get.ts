import type { DatabaseSync } from "node:sqlite";
import { NOTIFICATION_COLUMNS, prepareRows, type NotificationRow } from "./notification-row.ts";

/** The notification of this id as the only row, or none. */
export function createGet(db: DatabaseSync) {
  const select = prepareRows(db, `SELECT ${NOTIFICATION_COLUMNS} FROM notification WHERE id = :id`);

  return (id: number): NotificationRow[] => select({ id });
}
