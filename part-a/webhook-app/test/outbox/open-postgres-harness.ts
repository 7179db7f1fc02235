import { Client, type QueryResult } from "pg";
import { inject, onTestFinished } from "vitest";
import type { OutboxOptions } from "../../src/outbox/outbox.ts";
import { openHarness, type Harness } from "./harness.ts";

/** A schema of this test's own, dropped after it; `url` leads an outbox there. */
export async function createSchema(): Promise<{ url: string; query: (sql: string) => Promise<QueryResult> }> {
  const schema = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const url = new URL(inject("postgresUrl"));
  url.searchParams.set("options", `-c search_path=${schema}`);
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(`CREATE SCHEMA ${schema}`);
  onTestFinished(async () => {
    await client.query(`DROP SCHEMA ${schema} CASCADE`);
    await client.end();
  });
  return { url: url.href, query: (sql) => client.query(sql) };
}

/** A PostgreSQL outbox in a schema of this test's own. */
export async function openPostgresHarness(
  options: Partial<OutboxOptions> = {},
): Promise<Harness & { url: string; query: (sql: string) => Promise<QueryResult> }> {
  const { url, query } = await createSchema();
  const harness = await openHarness(url, options, {
    expireLease: () => query("UPDATE lease SET expires_at = clock_timestamp()"),
    fill: (insert, count) => query(`${insert} FROM generate_series(1, ${count}) AS n`),
  });
  return Object.assign(harness, { url, query });
}
