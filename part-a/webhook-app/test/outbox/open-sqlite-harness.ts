import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { LEASE_MS, type OutboxOptions } from "../../src/outbox/outbox.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { openHarness, type Harness } from "./harness.ts";

/** A SQLite outbox in a file of this test's own. */
export async function openSqliteHarness(options: Partial<OutboxOptions> = {}): Promise<Harness & { path: string }> {
  const path = join(temporaryDirectory(), "outbox.sqlite");
  const harness = await openHarness(`sqlite:${path}`, options, {
    expireLease: async (one) => (one.now += LEASE_MS),
    fill: async (insert, count) => fill(path, insert, count),
    count: async (sql) => countIn(path, sql),
  });
  return Object.assign(harness, { path });
}

function fill(path: string, insert: string, count: number): void {
  const db = new DatabaseSync(path);
  db.exec(`WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
    ${insert} FROM numbers`);
  db.close();
}

/** The one number that a query gives, past the outbox. */
export function countIn(path: string, sql: string): number {
  const db = new DatabaseSync(path);
  const n = Number(db.prepare(sql).get()?.["n"]);
  db.close();
  return n;
}
