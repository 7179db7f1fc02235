import { readFileSync } from "node:fs";
import { Client, type QueryResult } from "pg";
import { afterAll, inject, onTestFinished } from "vitest";
import type { OutboxOptions } from "../../src/outbox/outbox.ts";
import { openHarness, type Harness } from "./harness.ts";

export interface TestDatabase {
  url: string;
  /** Finds the outbox's tables without their schema. */
  query: (sql: string) => Promise<QueryResult>;
}

let ofThisFile: Promise<TestDatabase> | undefined;
const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

/** The database of this test file, whose tests run one after the other, without an outbox: that goes after each test. */
export async function createDatabase(): Promise<TestDatabase> {
  ofThisFile ??= create();
  const { query } = await ofThisFile;
  onTestFinished(async () => void (await query("DROP SCHEMA IF EXISTS webhook_app CASCADE")));
  return ofThisFile;
}

async function create(): Promise<TestDatabase> {
  const database = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const admin = await connect(inject("postgresUrl"));
  await admin.query(`CREATE DATABASE ${database}`);
  ends.push(() => admin.query(`DROP DATABASE ${database} WITH (FORCE)`));
  const url = new URL(inject("postgresUrl"));
  url.pathname = `/${database}`;
  const client = await connect(url.href);
  return { url: url.href, query: (sql) => client.query(sql) };
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString, options: "-c search_path=webhook_app" });
  await client.connect();
  ends.push(() => client.end());
  return client;
}

/** How many of the service's statements wait for a lock. */
export async function countBlocked(query: TestDatabase["query"]): Promise<number> {
  // Within a transaction it would be what it was at first.
  await query("SELECT pg_stat_clear_snapshot()");
  const { rowCount } = await query(`SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'webhook-app' AND wait_event_type = 'Lock'`);
  return rowCount ?? 0;
}

/** The database of this test file as version 1 left it: its tables are in `public`. */
export async function createVersion1Database(): Promise<TestDatabase> {
  const database = await createDatabase();
  const written = readFileSync(new URL("../fixtures/outbox-version-1/postgresql.sql", import.meta.url), "utf8");
  await database.query(`SET search_path = public; ${written}`);
  onTestFinished(async () => {
    await database.query(`DROP TABLE public.notification, public.seen, public.lease, public.migration;
      DROP TABLE IF EXISTS public.schema_version, public.journal, public.journal_person; SET search_path = webhook_app`);
  });
  return database;
}

/** A PostgreSQL outbox of this test's own. */
export async function openPostgresHarness(
  options: Partial<OutboxOptions> = {},
): Promise<Harness & { url: string; query: (sql: string) => Promise<QueryResult> }> {
  const { url, query } = await createDatabase();
  const harness = await openHarness(url, options, {
    expireLease: () => query("UPDATE lease SET expires_at = clock_timestamp()"),
    count: async (sql) => Number((await query(sql)).rows[0].n),
    fill: (insert, count) => query(`${insert} FROM generate_series(1, ${count}) AS n`),
  });
  return Object.assign(harness, { url, query });
}
