import type { DatabaseSync } from "node:sqlite";

/** Makes a buried notification pending again; false when it is not buried. What was said of its failed tries stays. */
export function createRetry(db: DatabaseSync) {
  const update = db.prepare(
    `UPDATE notification SET state = 'pending', attempts = 0, reason = NULL, settled_at = NULL, pending_since = ?,
       digest_message_id = NULL, digest_text = NULL, digest_of = NULL
     WHERE id = ? AND state = 'buried'`,
  );

  return (id: number, now: number): boolean => update.run(now, id).changes === 1;
}
