import type { DatabaseSync } from "node:sqlite";
import { transaction } from "./transaction.ts";

/** Rows of each kind per step. */
const STEP = 500;

/** Deletes a step of settled notifications past their retention and of expired keys; returns how many rows. */
export function createPrune(db: DatabaseSync, retentionMs: number) {
  const notifications = db.prepare(
    `DELETE FROM notification WHERE id IN
     (SELECT id FROM notification WHERE settled_at <= ? ORDER BY settled_at LIMIT ${STEP})`,
  );
  const keys = db.prepare(
    `DELETE FROM seen WHERE key IN (SELECT key FROM seen WHERE expires_at <= ? ORDER BY expires_at LIMIT ${STEP})`,
  );

  return (now: number): number =>
    transaction(db, () => Number(notifications.run(now - retentionMs).changes) + Number(keys.run(now).changes));
}
