import type { DatabaseSync } from "node:sqlite";
import type { OutboxStats } from "../outbox.ts";

const PENDING = "FROM notification WHERE state = 'pending' AND state <> 'delivered'";

/** The oldest is looked for among those that are due and among those that wait in digests, which are few. */
const STATS_SQL = `SELECT (SELECT count(*) ${PENDING}) AS pending,
  (SELECT count(*) FROM notification WHERE state = 'buried' AND state <> 'delivered') AS buried,
  (SELECT received_at FROM notification WHERE id = (SELECT min(id) FROM (
    SELECT min(id) AS id ${PENDING} AND digest_of IS NULL UNION ALL SELECT min(id) ${PENDING} AND digest_of IS NOT NULL
  ))) AS oldestPendingAt`;

export function createStats(db: DatabaseSync) {
  const select = db.prepare(STATS_SQL);

  return (): OutboxStats => select.get() as unknown as OutboxStats;
}

const BURIED_SQL = "SELECT reason, count(*) AS count FROM notification WHERE state = 'buried' GROUP BY reason";

/** Reads its index alone: some 50 ms at a million. */
export function createBuriedByReason(db: DatabaseSync) {
  const select = db.prepare(BURIED_SQL);

  return (): Record<string, number> => {
    const rows = select.all() as unknown as { reason: string; count: number }[];
    return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]));
  };
}
