import type { DatabaseSync } from "node:sqlite";
import type { Settlement } from "../notification.ts";
import type { Lease } from "./lease.ts";
import { transaction } from "./transaction.ts";

/** What is settled stays as it is, and so does what was retried since: a batch that is repeated changes nothing. */
const WHICH = "id = ? AND state = 'pending' AND pending_since = coalesce(?, pending_since)";

const UPDATE_SQL = `UPDATE notification SET state = ?, attempts = ?, reason = ?, settled_at = ? WHERE ${WHICH}`;

const FAILED_ATTEMPTS_SQL = `UPDATE notification SET failed_attempts = ? WHERE ${WHICH}`;

/** The second condition on the state is what makes SQLite see that the partial index will do. */
const MEMBERS = "state = 'pending' AND state <> 'delivered' AND digest_of";

/** Writes a batch of results in one transaction; false, and nothing written, when `holder` has no lease. */
export function createSettle(db: DatabaseSync, lease: Lease) {
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
    // Asked once a batch: most of the time there is no digest, and then its carriers need not be looked for.
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
