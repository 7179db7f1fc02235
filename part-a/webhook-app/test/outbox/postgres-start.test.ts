import { describe, expect, onTestFinished, test } from "vitest";
import { openOutbox } from "../../src/outbox/open.ts";
import type { OutboxUnavailable } from "../../src/outbox/unavailable.ts";
import { connectionOptions } from "../../src/outbox/postgres/connection-options.ts";
import { migrate } from "../../src/outbox/postgres/migrate.ts";
import { MIGRATIONS } from "../../src/outbox/postgres/migrations.ts";
import { createDatabase as connectTo } from "../../src/outbox/postgres/pool.ts";
import { createTroubleReport } from "../../src/outbox/postgres/trouble.ts";
import { startTcpProxy } from "../support/start-tcp-proxy.ts";
import { newWebhook, OPTIONS } from "./harness.ts";
import { createDatabase, createVersion1Database } from "./open-postgres-harness.ts";

const NOW = Date.UTC(2026, 10, 25);

function changed(url: string, change: (url: URL) => void): string {
  const other = new URL(url);
  change(other);
  return other.href;
}

/** A role of this test's own that may connect and has no right on the database. */
async function createRole(): Promise<{ name: string; url: string; query: (sql: string) => Promise<unknown> }> {
  const { url, query } = await createDatabase();
  const name = `role_${crypto.randomUUID().replaceAll("-", "")}`;
  await query(`CREATE ROLE ${name} LOGIN PASSWORD 'secret'`);
  onTestFinished(async () => void (await query(`DROP OWNED BY ${name}; DROP ROLE ${name}`)));
  return { name, query, url: changed(url, (one) => Object.assign(one, { username: name, password: "secret" })) };
}

describe("what can never work ends the start at once, by name", () => {
  test("a wrong password, a missing role and a missing database", async () => {
    const { url } = await createDatabase();
    const { url: ofRole } = await createRole();
    const wrong = changed(url, (one) => Object.assign(one, { username: "nobody" }));
    await expect(openOutbox(wrong, OPTIONS)).rejects.toThrow(/\(28\w{3}\).*"nobody".*Check the user, the password/);
    const password = changed(ofRole, (one) => Object.assign(one, { password: "guessed" }));
    const opened = openOutbox(password, OPTIONS);
    await expect(opened).rejects.toThrow(/\(28P01\).*Check the user, the password/);
    await expect(opened).rejects.not.toThrow(/guessed/);
    const database = changed(url, (one) => Object.assign(one, { pathname: "/missing" }));
    await expect(openOutbox(database, OPTIONS)).rejects.toThrow(/\(3D000\).*"missing".*Create the database/);
  });

  test("a role that may not make the schema, and how to make it ready for it", async () => {
    const { url } = await createRole();
    await expect(openOutbox(url, OPTIONS)).rejects.toThrow(/\(42501\).*CREATE SCHEMA webhook_app AUTHORIZATION/);
  });

  test("a URL that does not parse, without what it holds, and TLS files that are not there", async () => {
    const opened = openOutbox("postgres://user:pass#word@host/database", OPTIONS);
    await expect(opened).rejects.toThrow(/DATABASE_URL cannot be used.*percent-encoded/);
    await expect(opened).rejects.not.toThrow(/pass#word/);
    const missing = "postgres://user@localhost/database?sslrootcert=/not/there.pem";
    await expect(openOutbox(missing, OPTIONS)).rejects.toThrow(/\/not\/there\.pem.*must exist and be readable/);
  });

  test("a database that cannot hold every character", async () => {
    const { url, query } = await createDatabase();
    const name = `latin_${crypto.randomUUID().replaceAll("-", "")}`;
    await query(`CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
    onTestFinished(async () => void (await query(`DROP DATABASE ${name} WITH (FORCE)`)));
    const latin = changed(url, (one) => Object.assign(one, { pathname: `/${name}` }));
    await expect(openOutbox(latin, OPTIONS)).rejects.toThrow(/encoding is LATIN1.*ENCODING 'UTF8'/);
  });
});

test("a database that is not up yet is awaited, and each new cause is reported once", async () => {
  const { url } = await createDatabase();
  const proxy = await startTcpProxy(Number(new URL(url).port));
  proxy.befall("cut");
  const troubles: string[] = [];
  const onTrouble = ({ message }: OutboxUnavailable) => void troubles.push(message);
  const opening = openOutbox(proxy.through(url), { ...OPTIONS, onTrouble });
  await expect.poll(() => troubles, { timeout: 5_000 }).toHaveLength(1);
  proxy.befall(undefined);
  await (await opening).close();
  expect(troubles).toHaveLength(1);
});

describe("the schema", () => {
  test("that was made ready for a role is used by it, without any right on the database", async () => {
    const { name, url, query } = await createRole();
    await query(`CREATE SCHEMA webhook_app AUTHORIZATION ${name}`);
    const outbox = await openOutbox(url, OPTIONS);
    onTestFinished(() => outbox.close());
    expect(await outbox.accept(newWebhook({}), NOW)).toMatchObject({ status: "accepted" });
  });

  test("is webhook_app, whatever the session's search path is", async () => {
    const { url, query } = await createDatabase();
    const elsewhere = changed(url, (one) => one.searchParams.set("options", "-c search_path=pg_catalog"));
    const outbox = await openOutbox(elsewhere, OPTIONS);
    onTestFinished(() => outbox.close());
    await outbox.accept(newWebhook({}), NOW);
    expect((await query("SELECT FROM webhook_app.notification")).rowCount).toBe(1);
  });
});

describe("a database of version 1", () => {
  test("keeps its schema, and no other is created", async () => {
    const { url, query } = await createVersion1Database();
    const outbox = await openOutbox(url, OPTIONS);
    onTestFinished(() => outbox.close());
    const before = (await query("SELECT FROM public.notification")).rowCount;
    expect(await outbox.accept(newWebhook({}), NOW)).toMatchObject({ status: "accepted" });
    expect((await query("SELECT FROM public.notification")).rowCount).toBe(Number(before) + 1);
    expect((await query("SELECT to_regnamespace('webhook_app')::text AS schema")).rows).toEqual([{ schema: null }]);
  });

  test("still is one to its programs, which start again after a rollback, and store, send and delete as they did", async () => {
    const { url, query } = await createVersion1Database();
    const migrated = await openOutbox(url, OPTIONS);
    const message = newWebhook({ recipient: "joe" });
    await migrated.accept(message, NOW);
    await migrated.acquireLease("new", NOW, { paused: null, lanesOnHold: [] });
    await migrated.close();
    // What they ask at their start, and their statements.
    expect((await query("SELECT max(version) AS version FROM migration")).rows).toEqual([{ version: 1 }]);
    await query(`WITH new_delivery AS (
        INSERT INTO seen AS known (key, webhook_id, expires_at) VALUES (decode('${"0a".repeat(16)}', 'hex'), 'after', ${NOW})
        ON CONFLICT (key) DO UPDATE SET webhook_id = excluded.webhook_id WHERE known.expires_at <= 0 RETURNING webhook_id
      )
      INSERT INTO notification (message_id, recipient, text, project, ref, sha, webhook_id, received_at, pending_since)
      SELECT 'm', 'jane', 'after the rollback', 'platform/api', 'main', 'abc', webhook_id, ${NOW}, ${NOW} FROM new_delivery`);
    await query("UPDATE lease SET expires_at = clock_timestamp()");
    await query(`INSERT INTO lease (id, holder, expires_at) VALUES (1, 'old', clock_timestamp() + interval '10 s')
      ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
      WHERE lease.holder = excluded.holder OR lease.expires_at <= clock_timestamp()`);
    const pending = await query("SELECT id::integer, recipient FROM notification WHERE state = 'pending' ORDER BY id");
    expect(pending.rows.slice(-2)).toMatchObject([{ recipient: "joe" }, { recipient: "jane" }]);
    const sent = pending.rows.at(-2)?.id;
    await query(`WITH held AS MATERIALIZED (SELECT 1 FROM lease WHERE holder = 'old' FOR SHARE)
      UPDATE notification SET state = 'delivered', attempts = 1, reason = NULL, settled_at = ${NOW} FROM held WHERE id = ${sent}`);
    await query(`DELETE FROM seen WHERE key IN (SELECT key FROM seen WHERE expires_at <= 0 FOR UPDATE SKIP LOCKED)`);

    const outbox = await openOutbox(url, OPTIONS);
    onTestFinished(() => outbox.close());
    const [newest] = await outbox.list({ limit: 1 });
    expect(newest).toMatchObject({ text: "after the rollback", state: "pending", failedAttempts: [] });
    expect(await outbox.journalEntry(message.webhookId)).toMatchObject({
      messages: [{ id: sent, state: "delivered" }],
    });
    // It says nothing of itself; what stands there is another's.
    expect(await outbox.leaseHolder(NOW)).toEqual({ holder: "old", condition: null });
  });
});

describe("migrations", () => {
  const slow = { minCompatible: MIGRATIONS.length, sql: "SELECT pg_sleep(8.5)" };

  async function connect(url: string, onTrouble?: (error: OutboxUnavailable) => void) {
    const database = connectTo(connectionOptions(url), createTroubleReport(onTrouble));
    onTestFinished(() => database.close());
    return database;
  }

  test("may take longer than any statement of the service, and those who start meanwhile wait and say for what", async () => {
    const { url, query } = await createDatabase();
    const troubles: string[] = [];
    const onTrouble = ({ message }: OutboxUnavailable) => void troubles.push(message);
    const replicas = [await connect(url, onTrouble), await connect(url, onTrouble)];
    // Patience is for a database that cannot be reached.
    await Promise.all(replicas.map((replica) => migrate(replica, [...MIGRATIONS, slow], 0)));
    const { rows } = await query("SELECT max(version) AS version FROM schema_version");
    expect(rows).toEqual([{ version: MIGRATIONS.length + 1 }]);
    expect(troubles).toEqual([expect.stringContaining("Another process is migrating the database")]);
  });

  test("let older programs have their turns between two: each is committed by itself", async () => {
    const { url, query } = await createDatabase();
    const database = await connect(url);
    const one = { minCompatible: 1, sql: "CREATE TABLE webhook_app.one ()" };
    const wrong = { minCompatible: 1, sql: "nonsense" };
    await expect(migrate(database, [...MIGRATIONS, one, wrong], 0)).rejects.toThrow("nonsense");
    const { rows } = await query(
      "SELECT max(version) AS version, to_regclass('one') IS NOT NULL AS made FROM schema_version",
    );
    expect(rows).toEqual([{ version: MIGRATIONS.length + 1, made: true }]);
    expect(await migrate(database, [...MIGRATIONS, one])).toBe("webhook_app");
  });

  test("leave a database to older programs as far as they are compatible, and no further", async () => {
    const { url } = await createDatabase();
    const database = await connect(url);
    const next = { minCompatible: MIGRATIONS.length, sql: "SELECT 1" };
    await migrate(database, [...MIGRATIONS, next]);
    await (await openOutbox(url, OPTIONS)).close();
    await migrate(database, [...MIGRATIONS, next, { minCompatible: MIGRATIONS.length + 1, sql: "SELECT 2" }]);
    await expect(openOutbox(url, OPTIONS)).rejects.toThrow(/newer version has used it/);
  });
});
