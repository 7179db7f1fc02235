import type { DatabaseSync } from "node:sqlite";
import type { Retry } from "../notification.ts";
import { transaction } from "./transaction.ts";

/**
 * Makes buried notifications pending again in one transaction; returns how many were buried. What was said of their failed
 * tries stays.
 */
export function createRetryAll(db: DatabaseSync) {
  const update = db.prepare(
    `UPDATE notification SET state = 'pending', attempts = 0, reason = NULL, settled_at = NULL, pending_since = ?,
       digest_message_id = NULL, digest_text = NULL, digest_of = NULL,
       recipient = coalesce(?, recipient)
     WHERE id = ? AND state = 'buried'`,
  );

  return (retries: readonly Retry[], now: number): number =>
    transaction(db, () => {
      const changes = retries.map(({ id, recipient = null }) => Number(update.run(now, recipient, id).changes));
      return changes.reduce((sum, count) => sum + count, 0);
    });
}
