import type { DatabaseSync } from "node:sqlite";
import type { Settlement } from "../outbox.ts";
import type { Lease } from "./lease.ts";
import { transaction } from "./transaction.ts";

/** Writes a batch of results in one transaction; false, and nothing written, when `holder` has no lease. */
export function createSettle(db: DatabaseSync, lease: Lease) {
  // What is settled stays as it is: a batch that is repeated changes nothing.
  const update = db.prepare(
    "UPDATE notification SET state = ?, attempts = ?, reason = ?, settled_at = ? WHERE id = ? AND state = 'pending'",
  );

  return (holder: string, settlements: readonly Settlement[], now: number): boolean => {
    if (!lease.isHeldBy(holder, now)) return false;
    transaction(db, () => {
      for (const { id, state, attempts, reason } of settlements) {
        update.run(state, attempts, reason, state === "pending" ? null : now, id);
      }
    });
    return true;
  };
}
