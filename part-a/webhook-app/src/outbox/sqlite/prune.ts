import type { DatabaseSync } from "node:sqlite";
import type { Deliveries } from "./deliveries.ts";
import { createPruneJournal } from "./prune-journal.ts";
import { transaction } from "./transaction.ts";

/** Rows of each kind per step: some 10 ms among a million, where each is on a page of its own in some index. */
const STEP = 100;

/**
 * Deletes a step of settled notifications and journal entries past their retention and of expired keys; returns how many
 * rows.
 */
export function createPrune(
  db: DatabaseSync,
  deliveries: Deliveries,
  moveJournal: () => void,
  { retentionMs, maxJournal }: { retentionMs: number; maxJournal: number },
) {
  const pruneJournal = createPruneJournal(db, maxJournal, STEP);
  const notifications = db.prepare(
    `DELETE FROM notification WHERE id IN
     (SELECT id FROM notification WHERE settled_at <= ? ORDER BY settled_at LIMIT ${STEP})
     RETURNING webhook_id AS webhookId, received_at AS receivedAt`,
  );
  const keys = db.prepare(
    `DELETE FROM seen WHERE key IN (SELECT key FROM seen WHERE expires_at <= ? ORDER BY expires_at LIMIT ${STEP})`,
  );

  function prune(now: number): number {
    const deleted = notifications.all(now - retentionMs) as unknown as { webhookId: string; receivedAt: number }[];
    // With a retention of under 14 days the delivery must be known for longer than its notifications are kept.
    for (const { webhookId, receivedAt } of deleted) deliveries.remember(webhookId, webhookId, receivedAt, now);
    return deleted.length + Number(keys.run(now).changes) + pruneJournal(now - retentionMs);
  }

  return (now: number): number => {
    moveJournal();
    return transaction(db, () => prune(now));
  };
}
