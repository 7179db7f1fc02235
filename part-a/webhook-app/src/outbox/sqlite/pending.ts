import type { DatabaseSync } from "node:sqlite";
import type { PendingQuery } from "../outbox.ts";
import { NOTIFICATION_COLUMNS, prepareRows, type NotificationRow } from "./notification-row.ts";

/**
 * JSON arrays: one prepared statement for any number of ids and names, and none of SQLite's limits on parameters. The
 * second condition on the state is what makes SQLite see that the partial index will do.
 */
const PENDING_SQL = `SELECT ${NOTIFICATION_COLUMNS} FROM notification
  WHERE state = 'pending' AND state <> 'delivered'
    AND id NOT IN (SELECT value FROM json_each(:held))
    AND recipient NOT IN (SELECT value FROM json_each(:blocked))
  ORDER BY id LIMIT :limit`;

export function createPending(db: DatabaseSync) {
  const select = prepareRows(db, PENDING_SQL);

  return ({ limit, held, blocked }: PendingQuery): NotificationRow[] =>
    select({ held: JSON.stringify(held), blocked: JSON.stringify(blocked), limit });
}
