import type { DatabaseSync } from "node:sqlite";
import type { PendingQuery, Settlement } from "../notification.ts";
import type { Lease } from "./lease.ts";
import { NOTIFICATION_COLUMNS, prepareRows } from "./notification-row.ts";
import { prepareStepEnd, type Step } from "./steps.ts";
import { transaction } from "./transaction.ts";

/** Index entries per step: some milliseconds. Only a backlog of blocked people takes more than one step. */
const STEP = 5_000;

/** The second condition on the state makes SQLite use the partial index. */
const STEP_FROM = `FROM notification WHERE state = 'pending' AND state <> 'delivered' AND digest_of IS NULL AND id > :after
  ORDER BY id LIMIT ${STEP}`;

/** JSON arrays: one prepared statement for any number of ids and names, and none of SQLite's limits on parameters. */
export const PENDING_SQL = `SELECT ${NOTIFICATION_COLUMNS} FROM notification WHERE id IN (
    SELECT id FROM (SELECT id, recipient ${STEP_FROM})
    WHERE id NOT IN (SELECT value FROM json_each(:held)) AND recipient NOT IN (SELECT value FROM json_each(:blocked))
    ORDER BY id LIMIT :limit
  ) ORDER BY id`;

const END_SQL = `SELECT max(id) AS last, count(*) AS entries FROM (SELECT id ${STEP_FROM})`;

/** Finds the oldest pending notifications after the given id. */
function createPendingStep(db: DatabaseSync) {
  const page = prepareRows(db, PENDING_SQL);
  const end = prepareStepEnd(db, END_SQL, STEP);

  return ({ limit, held, blocked }: PendingQuery, after: number): Step => {
    const rows = page({ held: JSON.stringify(held), blocked: JSON.stringify(blocked), limit, after });
    return { rows, next: rows.length === limit ? null : end({ after }) };
  };
}

/** Settled rows and rows retried since stay unchanged: repeating a batch changes nothing. */
const WHICH = "id = ? AND state = 'pending' AND pending_since = coalesce(?, pending_since)";

const UPDATE_SQL = `UPDATE notification SET state = ?, attempts = ?, reason = ?, settled_at = ? WHERE ${WHICH}`;

const FAILED_ATTEMPTS_SQL = `UPDATE notification SET failed_attempts = ? WHERE ${WHICH}`;

/** The second condition on the state makes SQLite use the partial index. */
const MEMBERS = "state = 'pending' AND state <> 'delivered' AND digest_of";

/** Writes a batch of results in one transaction; false, and nothing written, if `holder` has no lease. */
function createSettle(db: DatabaseSync, lease: Lease) {
  const update = db.prepare(UPDATE_SQL);
  const writeFailedAttempts = db.prepare(FAILED_ATTEMPTS_SQL);
  const anyMember = db.prepare(`SELECT 1 FROM notification WHERE ${MEMBERS} IS NOT NULL LIMIT 1`);
  const updateMembers = db.prepare(
    `UPDATE notification SET state = ?, reason = ?, settled_at = ? WHERE ${MEMBERS} = ?`,
  );

  function write(settlement: Settlement, settledAt: number | null): void {
    const { id, state, attempts, reason, failedAttempts, pendingSince = null } = settlement;
    if (failedAttempts) writeFailedAttempts.run(JSON.stringify(failedAttempts), id, pendingSince);
    update.run(state, attempts, reason, settledAt, id, pendingSince);
  }

  function writeAll(settlements: readonly Settlement[], now: number): void {
    // Checked once per batch: usually there is no digest, and then no carriers to look for.
    const hasDigests = anyMember.get() !== undefined;
    for (const settlement of settlements) {
      const { id, state, reason } = settlement;
      write(settlement, state === "pending" ? null : now);
      if (hasDigests && state !== "pending") updateMembers.run(state, reason, now, id);
    }
  }

  return (holder: string, settlements: readonly Settlement[], now: number): boolean => {
    if (!lease.isHeldBy(holder, now)) return false;
    transaction(db, () => writeAll(settlements, now));
    return true;
  };
}

/** The store's operations for the relay. */
export function createRelaying(db: DatabaseSync, lease: Lease) {
  return { pendingStep: createPendingStep(db), settle: createSettle(db, lease) };
}
