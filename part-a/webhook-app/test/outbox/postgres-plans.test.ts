import { Client } from "pg";
import { beforeAll, describe, expect, inject, test } from "vitest";
import type { JournalQuery } from "../../src/outbox/journal.ts";
import type { JournalFilter, JournalLook } from "../../src/outbox/journal-search.ts";
import { openOutbox } from "../../src/outbox/open.ts";
import { JOURNAL_SQL, numbered, PRUNE_BEYOND_SQL, PRUNE_OLD_SQL } from "../../src/outbox/postgres/journal.ts";
import { OPTIONS } from "./harness.ts";

const LOOK: JournalLook = { limit: 50, since: 0, receivedAt: 1e12, number: 1e9 };
const ALL = {
  shaPrefix: "f111ed0",
  person: "jane",
  reason: "no_rule",
  project: "a/b",
  ref: "c",
  outcome: "ignored",
} as const satisfies Required<Pick<JournalQuery, JournalFilter>>;

/** Enough entries for the planner to prefer an index; half are of a project, a ref and a person that rare ones go under in. */
const FILL = `INSERT INTO webhook_app.journal
    (webhook_id, received_at, event, project, ref, sha, actor, outcome, reason, skipped, people)
  SELECT 'w' || n, n, 'push', CASE WHEN n % 2 = 0 THEN 'a/b' ELSE 'p' || n % 50 END, CASE WHEN n % 2 = 0 THEN 'c' ELSE 'r' || n END,
    md5(n::text) || 'f1f1f1f1', 'jane', CASE WHEN n % 30 = 0 THEN 'ignored' ELSE 'accepted' END,
    CASE WHEN n % 30 = 0 THEN 'no_rule' END, '[]', '[]' FROM generate_series(1, 30000) AS n;
  INSERT INTO webhook_app.journal_person SELECT CASE WHEN n % 2 = 0 THEN 'jane' ELSE 'u' || n % 200 END, n, n
    FROM generate_series(1, 30000) AS n;
  ANALYZE webhook_app.journal, webhook_app.journal_person`;

describe("PostgreSQL reads the journal in an index", () => {
  let client: Client;

  beforeAll(async () => {
    const database = `test_${crypto.randomUUID().replaceAll("-", "")}`;
    const admin = new Client({ connectionString: inject("postgresUrl") });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${database}`);
    const url = new URL(inject("postgresUrl"));
    url.pathname = `/${database}`;
    await (await openOutbox(url.href, OPTIONS)).close();
    client = new Client({ connectionString: url.href });
    await client.connect();
    await client.query(FILL);
    return async () => {
      await client.end();
      await admin.query(`DROP DATABASE ${database}`);
      await admin.end();
    };
  });

  async function planOf(named: string, look: JournalLook): Promise<string> {
    const { sql, values } = numbered(named, look);
    return explain(sql, values);
  }

  async function explain(sql: string, values: unknown[]): Promise<string> {
    const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN ${sql}`, values);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  }

  test.each<[JournalFilter, string]>([
    ["shaPrefix", "journal_sha"],
    ["person", "journal_person_pkey"],
    ["reason", "journal_reason"],
    ["project", "journal_project"],
    ["ref", "journal_ref"],
    ["outcome", "journal_outcome"],
  ])("of %s, newest first, alone and with every filter", async (name, index) => {
    for (const look of [
      { ...LOOK, [name]: ALL[name] },
      { ...LOOK, ...ALL },
    ]) {
      const { page, end } = JOURNAL_SQL.step(look, name);
      for (const sql of [page, end ?? page, JOURNAL_SQL.count([name], 1_000)]) {
        const plan = await planOf(sql, look);
        // A bitmap of it, too, where it holds few.
        expect(plan).toMatch(new RegExp(`(?:using|Index Scan on) ${index}`));
        expect(plan).not.toContain("Seq Scan on journal");
      }
    }
  });

  test.each([
    ["too old", PRUNE_OLD_SQL, 20_000, "journal_outcome"],
    ["too many", PRUNE_BEYOND_SQL, 5_000, "journal_pkey"],
  ])("of what is to be deleted because it is %s, and its names by their key", async (_, sql, bound, index) => {
    const plan = await explain(sql, [bound, 250]);
    expect(plan).toContain(`Index Scan using ${index}`);
    expect(plan).toContain("Index Scan using journal_person_pkey");
    expect(plan).not.toContain("Seq Scan on journal");
  });

  test("of each outcome where no filter is given", async () => {
    const plan = await planOf(JOURNAL_SQL.step(LOOK, undefined).page, LOOK);
    expect(plan.split("Scan Backward using journal_outcome")).toHaveLength(5);
    expect(plan).not.toContain("Seq Scan on journal");
  });
});
