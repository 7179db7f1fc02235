import { describe, expect, onTestFinished, test } from "vitest";
import { openOutbox } from "../../src/outbox/open.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import type { OutboxUnavailable } from "../../src/outbox/unavailable.ts";
import { connectionOptions } from "../../src/outbox/postgres/connection-options.ts";
import { createDatabase as connectTo } from "../../src/outbox/postgres/pool.ts";
import { createTroubleReport } from "../../src/outbox/postgres/trouble.ts";
import { startTcpProxy, type TcpProxy } from "../support/start-tcp-proxy.ts";
import { newWebhook, OPTIONS, SUMMARY } from "./harness.ts";
import { createDatabase, type TestDatabase } from "./open-postgres-harness.ts";

const NOW = Date.UTC(2026, 10, 25);

/** Of this database alone: other tests share the server. */
const TERMINATE_SQL = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name = 'webhook-app' AND datname = current_database()`;

/** An outbox behind a proxy, and what it said of its trouble. */
async function openBehindProxy(): Promise<TestDatabase & { outbox: Outbox; proxy: TcpProxy; troubles: string[] }> {
  const database = await createDatabase();
  const proxy = await startTcpProxy(Number(new URL(database.url).port));
  const troubles: string[] = [];
  const onTrouble = ({ message }: OutboxUnavailable) => void troubles.push(message);
  const outbox = await openOutbox(proxy.through(database.url), { ...OPTIONS, onTrouble });
  onTestFinished(() => outbox.close());
  return { ...database, outbox, proxy, troubles };
}

const accepted = { status: "accepted", notifications: [{ id: expect.any(Number), recipient: "jane" }] };

test("a repeated record because of a lost answer is not a resend", async () => {
  const { outbox, proxy, troubles } = await openBehindProxy();
  proxy.befall("answers lost");
  const why = { outcome: "ignored", reason: "no_rule", detail: "No rule matches." } as const;
  outbox.record({ ...SUMMARY, webhookId: "one", receivedAt: NOW, ...why });
  await expect.poll(() => troubles).not.toEqual([]);
  proxy.befall(undefined);
  expect(await outbox.journalEntry("one")).toMatchObject({ outcome: "ignored", resends: 0, lastResentAt: null });
});

describe("an accept is tried again while PostgreSQL's trouble passes", () => {
  test("when connections break, and is reported once", async () => {
    const { outbox, proxy, troubles, query } = await openBehindProxy();
    proxy.befall("cut");
    const accepting = outbox.accept(newWebhook({}), NOW);
    await expect.poll(() => troubles).not.toEqual([]);
    proxy.befall(undefined);
    expect(await accepting).toEqual(accepted);
    expect((await query("SELECT FROM notification")).rowCount).toBe(1);
    expect(troubles).toHaveLength(1);
  });

  test("when the answer to a commit is lost: what was stored is its own, and no duplicate", async () => {
    const { outbox, proxy, troubles, query } = await openBehindProxy();
    await outbox.accept(newWebhook({}), NOW);
    proxy.befall("answers lost");
    const webhooks = [newWebhook({}), newWebhook(), newWebhook({ recipient: "joe" }, {})];
    const accepting = Promise.all(webhooks.map((webhook) => outbox.accept(webhook, NOW)));
    await expect.poll(() => troubles).not.toEqual([]);
    proxy.befall(undefined);

    const answers = await accepting;
    expect(answers).toMatchObject([accepted, { status: "accepted", notifications: [] }, { status: "accepted" }]);
    const stored = await query("SELECT id::integer AS id, recipient FROM notification ORDER BY id OFFSET 1");
    expect(answers.flatMap((answer) => (answer.status === "accepted" ? answer.notifications : []))).toEqual(
      stored.rows,
    );
    const entries = await outbox.journal({ limit: 10 });
    expect(entries.filter(({ resends, lastResentAt }) => resends > 0 || lastResentAt !== null)).toEqual([]);
  });

  test("when the answer to a duplicate's commit is lost: it is a duplicate of what it was before", async () => {
    const { outbox, proxy, troubles } = await openBehindProxy();
    const first = newWebhook({ meaningKey: "push" });
    await outbox.accept(first, NOW);
    proxy.befall("answers lost");
    const accepting = outbox.accept(newWebhook({ meaningKey: "push" }), NOW);
    await expect.poll(() => troubles).not.toEqual([]);
    proxy.befall(undefined);
    expect(await accepting).toEqual({ status: "duplicate", webhookId: first.webhookId });
  });

  test("when another replica stored the same delivery meanwhile: that one's is a duplicate", async () => {
    const { outbox, proxy, troubles, url } = await openBehindProxy();
    const other = await openOutbox(url, OPTIONS);
    onTestFinished(() => other.close());
    const webhook = newWebhook({});
    proxy.befall("cut");
    const accepting = outbox.accept(webhook, NOW);
    await expect.poll(() => troubles).not.toEqual([]);
    await other.accept({ ...newWebhook({}), webhookId: webhook.webhookId }, NOW);
    proxy.befall(undefined);
    expect(await accepting).toEqual({ status: "duplicate", webhookId: webhook.webhookId });
  });

  test("when the server accepts connections and never answers", async () => {
    const { outbox, proxy, troubles } = await openBehindProxy();
    await outbox.accept(newWebhook({}), NOW);
    proxy.befall("silent");
    const accepting = outbox.accept(newWebhook({}), NOW);
    // First on a connection that was there, then on a new one.
    await expect.poll(() => troubles, { timeout: 7_500 }).toHaveLength(2);
    proxy.befall(undefined);
    expect(await accepting).toEqual(accepted);
  });

  test("when sessions are shut down by their administrator", async () => {
    const { outbox, query } = await openBehindProxy();
    for (let round = 0; round < 20; round += 1) {
      const accepting = Promise.all(Array.from({ length: 10 }, () => outbox.accept(newWebhook({}), NOW)));
      await query(TERMINATE_SQL);
      expect((await accepting).map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => "accepted"));
    }
    expect((await query("SELECT FROM notification")).rowCount).toBe(200);
  });

  test("and is given up when it does not: within 9 s, with the reason", { timeout: 20_000 }, async () => {
    const { outbox, proxy } = await openBehindProxy();
    proxy.befall("cut");
    await expect(outbox.accept(newWebhook({}), NOW)).rejects.toThrow(/could not commit within 8 s.*PostgreSQL/);
  });
});

test("connections that a server left silent are given up and make room for others", { timeout: 30_000 }, async () => {
  const { outbox, proxy } = await openBehindProxy();
  const calls = () => Promise.allSettled(Array.from({ length: 6 }, () => outbox.stats()));
  await calls();
  proxy.befall("silent");
  const [failed] = await calls();
  expect(failed).toMatchObject({ status: "rejected" });
  proxy.befall(undefined);
  expect(await outbox.stats()).toMatchObject({ pending: 0 });
});

test.each(["", "?pgbouncer=true"])("a session's own limits hold in each transaction (%s)", async (parameter) => {
  const { url } = await createDatabase();
  const database = connectTo(connectionOptions(url + parameter), createTroubleReport());
  onTestFinished(() => database.close());
  const { rows } = await database.transaction((query) =>
    query(`SELECT current_setting('statement_timeout') AS statement,
      current_setting('idle_in_transaction_session_timeout') AS idle`),
  );
  expect(rows).toEqual([{ statement: "7s", idle: "8s" }]);
});

describe("sessions that were opened read-only, as on a server that was the primary", () => {
  test("are left with all others as one says so: the next try gets the lease", async () => {
    const { outbox, query, url } = await openBehindProxy();
    const database = new URL(url).pathname.slice(1);
    await query(`ALTER DATABASE ${database} SET default_transaction_read_only = on`);
    await query(TERMINATE_SQL);
    // All of the pool's sessions are read-only then.
    await Promise.allSettled(Array.from({ length: 20 }, () => outbox.stats()));
    await Promise.all(Array.from({ length: 20 }, () => outbox.stats()));
    await query(`ALTER DATABASE ${database} RESET default_transaction_read_only`);

    await expect(outbox.acquireLease("relay", NOW)).rejects.toThrow("read-only transaction");
    expect(await outbox.acquireLease("relay", NOW)).toBe(true);
    expect(await outbox.accept(newWebhook({}), NOW)).toEqual(accepted);
  });
});
