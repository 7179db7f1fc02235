import type { DatabaseSync } from "node:sqlite";
import type { OutboxStats } from "../outbox.ts";

export function createStats(db: DatabaseSync) {
  const select = db.prepare(
    `SELECT (SELECT count(*) FROM notification WHERE state = 'pending' AND state <> 'delivered') AS pending,
            (SELECT count(*) FROM notification WHERE state = 'buried' AND state <> 'delivered') AS buried,
            (SELECT received_at FROM notification WHERE state = 'pending' AND state <> 'delivered' ORDER BY id LIMIT 1) AS oldestPendingAt`,
  );

  return (): OutboxStats => select.get() as unknown as OutboxStats;
}
