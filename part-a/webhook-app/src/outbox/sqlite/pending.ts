import type { DatabaseSync } from "node:sqlite";
import type { PendingQuery } from "../notification.ts";
import { NOTIFICATION_COLUMNS, prepareRows } from "./notification-row.ts";
import { prepareStepEnd, type Step } from "./steps.ts";

/** Index entries per step: some milliseconds. Only a backlog of people who are blocked takes more than one step. */
const STEP = 5_000;

/** The second condition on the state is what makes SQLite see that the partial index will do. */
const STEP_FROM = `FROM notification WHERE state = 'pending' AND state <> 'delivered' AND digest_of IS NULL AND id > :after
  ORDER BY id LIMIT ${STEP}`;

/** JSON arrays: one prepared statement for any number of ids and names, and none of SQLite's limits on parameters. */
export const PENDING_SQL = `SELECT ${NOTIFICATION_COLUMNS} FROM notification WHERE id IN (
    SELECT id FROM (SELECT id, recipient ${STEP_FROM})
    WHERE id NOT IN (SELECT value FROM json_each(:held)) AND recipient NOT IN (SELECT value FROM json_each(:blocked))
    ORDER BY id LIMIT :limit
  ) ORDER BY id`;

const END_SQL = `SELECT max(id) AS last, count(*) AS entries FROM (SELECT id ${STEP_FROM})`;

/** Looks for the oldest pending notifications after the given id. */
export function createPendingStep(db: DatabaseSync) {
  const page = prepareRows(db, PENDING_SQL);
  const end = prepareStepEnd(db, END_SQL, STEP);

  return ({ limit, held, blocked }: PendingQuery, after: number): Step => {
    const rows = page({ held: JSON.stringify(held), blocked: JSON.stringify(blocked), limit, after });
    return { rows, next: rows.length === limit ? null : end({ after }) };
  };
}
