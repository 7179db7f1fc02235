import type { DatabaseSync } from "node:sqlite";
import type { OutboxStats } from "../outbox.ts";

export function createStats(db: DatabaseSync) {
  const select = db.prepare(
    `SELECT (SELECT count(*) FROM notification WHERE state = 'pending') AS pending,
            (SELECT count(*) FROM notification WHERE state = 'buried') AS buried,
            (SELECT received_at FROM notification WHERE state = 'pending' ORDER BY id LIMIT 1) AS oldestPendingAt`,
  );

  return (): OutboxStats => select.get() as unknown as OutboxStats;
}
