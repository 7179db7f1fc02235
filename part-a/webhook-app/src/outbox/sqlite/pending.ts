import type { DatabaseSync } from "node:sqlite";
import type { Notification, PendingQuery } from "../outbox.ts";
import { NOTIFICATION_COLUMNS } from "./columns.ts";

/**
 * JSON arrays: one prepared statement for any number of ids and names, and none of SQLite's limits on parameters. The
 * second condition on the state is what makes SQLite see that the partial index will do.
 */
export const PENDING_SQL = `SELECT ${NOTIFICATION_COLUMNS} FROM notification
  WHERE state = 'pending' AND state <> 'delivered'
    AND id NOT IN (SELECT value FROM json_each(:held))
    AND recipient NOT IN (SELECT value FROM json_each(:blocked))
  ORDER BY id LIMIT :limit`;

export function createPending(db: DatabaseSync) {
  const select = db.prepare(PENDING_SQL);

  return ({ limit, held, blocked }: PendingQuery): Notification[] =>
    select.all({ held: JSON.stringify(held), blocked: JSON.stringify(blocked), limit }) as unknown as Notification[];
}
