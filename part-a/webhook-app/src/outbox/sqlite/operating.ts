import type { DatabaseSync } from "node:sqlite";
import type { Retry } from "../notification.ts";
import type { OutboxOptions, OutboxStats } from "../outbox.ts";
import { createPruneJournal } from "./journal.ts";
import type { Deliveries } from "./known-deliveries.ts";
import { createListStep } from "./list.ts";
import { NOTIFICATION_COLUMNS, prepareRows, type NotificationRow } from "./notification-row.ts";
import { transaction } from "./transaction.ts";

/** The limits of retention. */
type Limits = Pick<Required<OutboxOptions>, "retentionMs" | "maxJournal">;

/** The notification with this id as the only row, or no row. */
function createGet(db: DatabaseSync) {
  const select = prepareRows(db, `SELECT ${NOTIFICATION_COLUMNS} FROM notification WHERE id = :id`);

  return (id: number): NotificationRow[] => select({ id });
}

/**
 * Makes buried notifications pending again in one transaction; returns how many were buried. Their failed
 * attempts stay.
 */
function createRetryAll(db: DatabaseSync) {
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

const PENDING = "FROM notification WHERE state = 'pending' AND state <> 'delivered'";

/** Finds the oldest among those that are due and those that wait in digests, which are few. */
const STATS_SQL = `SELECT (SELECT count(*) ${PENDING}) AS pending,
  (SELECT count(*) FROM notification WHERE state = 'buried' AND state <> 'delivered') AS buried,
  (SELECT received_at FROM notification WHERE id = (SELECT min(id) FROM (
    SELECT min(id) AS id ${PENDING} AND digest_of IS NULL UNION ALL SELECT min(id) ${PENDING} AND digest_of IS NOT NULL
  ))) AS oldestPendingAt`;

function createStats(db: DatabaseSync) {
  const select = db.prepare(STATS_SQL);

  return (): OutboxStats => select.get() as unknown as OutboxStats;
}

const BURIED_SQL = "SELECT reason, count(*) AS count FROM notification WHERE state = 'buried' GROUP BY reason";

/** Reads only its index: some 50 ms at a million. */
function createBuriedByReason(db: DatabaseSync) {
  const select = db.prepare(BURIED_SQL);

  return (): Record<string, number> => {
    const rows = select.all() as unknown as { reason: string; count: number }[];
    return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
  };
}

/** Rows of each kind per step: some 10 ms among a million, where each is on a separate page in some index. */
const STEP = 100;

/**
 * Deletes a step of settled notifications and journal entries past their retention and of expired keys; returns how
 * many rows.
 */
function createPrune(
  db: DatabaseSync,
  deliveries: Deliveries,
  moveJournal: () => void,
  { retentionMs, maxJournal }: Limits,
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
    // With a retention of less than 14 days the delivery must be known for longer than its notifications are kept.
    for (const { webhookId, receivedAt } of deleted) deliveries.remember(webhookId, webhookId, receivedAt, now);
    return deleted.length + Number(keys.run(now).changes) + pruneJournal(now - retentionMs);
  }

  return (now: number): number => {
    moveJournal();
    return transaction(db, () => prune(now));
  };
}

/** The store's operations for operators, metrics and retention. */
export function createOperating(db: DatabaseSync, deliveries: Deliveries, moveJournal: () => void, limits: Limits) {
  return {
    listStep: createListStep(db),
    get: createGet(db),
    retryAll: createRetryAll(db),
    stats: createStats(db),
    buriedByReason: createBuriedByReason(db),
    prune: createPrune(db, deliveries, moveJournal, limits),
  };
}
