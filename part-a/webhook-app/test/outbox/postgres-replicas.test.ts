import { describe, expect, test } from "vitest";
import { openOutbox } from "../../src/outbox/open.ts";
import { listStatement } from "../../src/outbox/postgres/operating.ts";
import { PENDING_SQL, SETTLE_SQL } from "../../src/outbox/postgres/relaying.ts";
import { OutboxUnavailable } from "../../src/outbox/unavailable.ts";
import { newWebhook, OPTIONS, put, settleOne } from "./harness.ts";
import { countBlocked, createDatabase, openPostgresHarness } from "./open-postgres-harness.ts";

const NOW = Date.UTC(2026, 10, 25);

describe("PostgreSQL shared by replicas", () => {
  test("ten that start at once on an empty database make one schema, without an error", async () => {
    const { url, query } = await createDatabase();
    const outboxes = await Promise.all(Array.from({ length: 10 }, () => openOutbox(url, OPTIONS)));
    const { rows } = await query("SELECT version FROM schema_version ORDER BY version");
    expect(rows).toEqual(rows.map((_, index) => ({ version: index + 1 })));
    const answers = await Promise.all(outboxes.map((outbox) => outbox.accept(newWebhook({}), NOW)));
    expect(answers.map(({ status }) => status)).toEqual(outboxes.map(() => "accepted"));
    await Promise.all(outboxes.map((outbox) => outbox.close()));
  });

  test("the same push received by two at the same moment is stored once, whichever was first", async () => {
    const harness = await openPostgresHarness();
    const other = await openOutbox(harness.url, OPTIONS);
    const pushes = Array.from({ length: 200 }, (_, index) => [`push ${index}`, `push ${199 - index}`] as const);
    const answers = await Promise.all(
      pushes.flatMap(([one, another]) => [
        harness.outbox.accept(newWebhook({ meaningKey: one }), NOW),
        other.accept(newWebhook({ meaningKey: another }), NOW),
      ]),
    );
    await other.close();
    expect(answers.filter(({ status }) => status === "accepted")).toHaveLength(200);
    expect((await harness.outbox.stats()).pending).toBe(200);
  });

  test("what one accepts the other sees", async () => {
    const harness = await openPostgresHarness();
    const other = await openOutbox(harness.url, OPTIONS);
    await other.accept(newWebhook({ text: "from the other" }), NOW);
    await other.close();
    expect(await harness.outbox.pending({ limit: 10, held: [], blocked: [] })).toMatchObject([
      { text: "from the other" },
    ]);
  });

  test("of two digests that overlap and are stored at the same moment one is, whole", async () => {
    const { query, outbox } = await openPostgresHarness();
    await outbox.accept(newWebhook({}, {}, {}), NOW);
    await outbox.acquireLease("relay", NOW);
    await query("BEGIN");
    await query("SELECT FROM notification FOR UPDATE");
    const store = (messageId: string, ids: number[]) => outbox.storeDigest("relay", { messageId, text: "", ids }, NOW);
    const stored = Promise.all([store("one", [1, 2]), store("other", [2, 3])]);
    await expect.poll(() => countBlocked(query)).toBe(2);
    await query("ROLLBACK");
    expect((await stored).filter(Boolean)).toHaveLength(1);
    expect((await outbox.pending({ limit: 10, held: [], blocked: [] })).filter(({ digest }) => digest)).toHaveLength(1);
    expect(await outbox.list({ limit: 10 })).toMatchObject(
      (await stored)[0] ? [{ digestOf: null }, { digestOf: 1 }, {}] : [{ digestOf: 2 }, {}, { digest: null }],
    );
  });

  test("a schema of a newer version is refused by name", async () => {
    const { url, query } = await openPostgresHarness();
    await query("INSERT INTO schema_version VALUES (99, 98)");
    await expect(openOutbox(url, OPTIONS)).rejects.toThrow(/schema version 99.*newer version.*version 98 or newer/);
  });

  test("pending ones are read from their own index, however many are settled", async () => {
    const { query, outbox } = await openPostgresHarness();
    await outbox.accept(newWebhook({}), NOW);
    await query(`INSERT INTO notification (message_id, recipient, text, project, ref, sha, webhook_id, state, received_at, pending_since, settled_at)
      SELECT 'm' || n, 'jane', '', '', '', '', '', 'delivered', 0, 0, 0 FROM generate_series(1, 20000) AS n`);
    await query("ANALYZE notification");
    const values = ["'{1,2}'", "'{joe}'", "512", "7"];
    const sql = values.reduce((text, value, index) => text.replaceAll(`$${index + 1}`, value), PENDING_SQL);
    const plan = JSON.stringify((await query(`EXPLAIN ${sql}`)).rows);
    expect(plan).toContain("notification_due");
    expect(plan).toContain("Index Cond: (id >= ");

    const list = listStatement({ limit: 50, state: "pending" })
      .sql.replaceAll("$1", "50")
      .replaceAll("$2", "'pending'");
    const listPlan = JSON.stringify((await query(`EXPLAIN ${list}`)).rows);
    expect(listPlan).toContain("notification_due");
    expect(listPlan).toContain("notification_member");
  });

  test("a settlement reads only its own notifications, even if statistics do not include the backlog", async () => {
    const { query } = await openPostgresHarness();
    await query(`INSERT INTO notification (message_id, recipient, text, project, ref, sha, webhook_id, received_at, pending_since)
      SELECT 'm' || n, 'jane', '', '', '', '', '', 0, 0 FROM generate_series(1, 20000) AS n`);
    const none = "'{NULL,NULL}'";
    const values = ["'me'", "'{1,2}'", "'{delivered,delivered}'", "'{1,1}'", none, none, "0", "'{NULL,NULL}'"];
    const sql = values.reduce((text, value, index) => text.replaceAll(`$${index + 1}`, value), SETTLE_SQL);
    const plan = JSON.stringify((await query(`EXPLAIN ${sql}`)).rows);
    expect(plan).toContain("Index Cond: (id = ANY");
    expect(plan).toContain("Index Scan using notification_member");
    expect(plan).not.toMatch(/Seq Scan on notification|Scan (on|using) notification_due/);
  });

  test(
    "a statement that is held up ends as unavailable and leaves a usable connection",
    { timeout: 30_000 },
    async () => {
      const { query, outbox } = await openPostgresHarness();
      await query("BEGIN");
      await query("LOCK TABLE seen IN ACCESS EXCLUSIVE MODE");
      await expect(outbox.accept(newWebhook({}), NOW)).rejects.toThrow(OutboxUnavailable);
      // The server, too, gives up what nobody waits for any more.
      await expect.poll(() => countBlocked(query)).toBe(0);
      await query("ROLLBACK");
      expect(await outbox.accept(newWebhook({}), NOW)).toMatchObject({ status: "accepted" });
    },
  );

  test("trying for a lease that somebody else holds writes nothing", async () => {
    const { query, outbox } = await openPostgresHarness();
    await outbox.acquireLease("leader", NOW);
    const row = async () => (await query("SELECT xmin, xmax, ctid FROM lease")).rows;
    const before = await row();
    expect(await outbox.acquireLease("other", NOW)).toBe(false);
    expect(await row()).toEqual(before);
  });

  test("nobody takes the lease over while a settlement is written under it", async () => {
    const harness = await openPostgresHarness();
    const { query, outbox } = harness;
    const id = await put(harness);
    await outbox.acquireLease("leader", NOW);
    await query(`BEGIN; SELECT FROM notification WHERE id = ${id} FOR UPDATE`);
    const settling = outbox.settle("leader", [{ id, attempts: 1, state: "delivered", reason: null }], NOW);
    await expect.poll(() => countBlocked(query)).toBe(1);
    const takeOver = query("SAVEPOINT before; SET LOCAL lock_timeout = 100; UPDATE lease SET holder = 'other'");
    await expect(takeOver).rejects.toThrow("lock timeout");
    await query("ROLLBACK");
    expect(await settling).toBe(true);
  });

  test("retention passes over what another replica is deleting", async () => {
    const harness = await openPostgresHarness({ retentionMs: 0, dedupeWindowMs: 1 });
    const { query, outbox } = harness;
    const [first, second] = [await put(harness), await put(harness)];
    await settleOne(harness, first, "delivered");
    await settleOne(harness, second, "delivered");
    await query(`BEGIN; SELECT FROM notification WHERE id = ${first} FOR UPDATE;
      SELECT FROM seen WHERE key = (SELECT min(key) FROM seen WHERE expires_at < ${harness.now + 10}) FOR UPDATE`);
    // The two entries of the journal, too.
    expect(await outbox.prune(harness.now + 10)).toBe(4);
    await query("ROLLBACK");
    expect(await outbox.prune(harness.now + 10)).toBe(2);
  });
});
