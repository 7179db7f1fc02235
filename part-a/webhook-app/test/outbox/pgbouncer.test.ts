import { spawn, spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { Client } from "pg";
import { describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { openOutbox } from "../../src/outbox/open.ts";
import { freePort } from "../support/start-postgres.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { newWebhook, OPTIONS } from "./harness.ts";

const PGBOUNCER = spawnSync("pgbouncer", ["--version"]).error === undefined || process.env["CI"] !== undefined;

/** A PgBouncer that pools transactions over two server connections; the URL leads through it. */
async function startPgBouncer(database: string): Promise<string> {
  const directory = temporaryDirectory();
  chmodSync(directory, 0o755);
  const port = await freePort();
  const target = new URL(inject("postgresUrl"));
  const users = join(directory, "users.txt");
  const file = join(directory, "pgbouncer.ini");
  writeFileSync(users, `"${target.username}" "${target.password}"\n`);
  writeFileSync(
    file,
    `[databases]
${database} = host=${target.hostname} port=${target.port} dbname=${database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = transaction
default_pool_size = 2
`,
  );
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const bouncer = spawn("pgbouncer", ["-q", ...user, file], { stdio: "ignore" });
  onTestFinished(() => void bouncer.kill("SIGKILL"));
  await vi.waitFor(() => connects(port), { timeout: 5_000 });
  return `postgres://${target.username}:${target.password}@127.0.0.1:${port}/${database}`;
}

function connects(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, "127.0.0.1", () => {
      socket.destroy();
      resolve();
    });
    socket.on("error", reject);
  });
}

describe.skipIf(!PGBOUNCER)("PostgreSQL behind PgBouncer in transaction mode", () => {
  test("accepts, relays and settles: nothing relies on a session", async () => {
    const database = `bouncer_${crypto.randomUUID().replaceAll("-", "")}`;
    const admin = new Client({ connectionString: inject("postgresUrl") });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${database}`);
    onTestFinished(async () => {
      await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
      await admin.end();
    });
    const outbox = await openOutbox(await startPgBouncer(database), OPTIONS);
    onTestFinished(() => outbox.close());
    const now = Date.now();
    await Promise.all(Array.from({ length: 50 }, () => outbox.accept(newWebhook({}), now)));
    expect(await outbox.acquireLease("relay", now)).toBe(true);
    const pending = await outbox.pending({ limit: 100, held: [], blocked: [] });
    const settlements = pending.map(({ id }) => ({ id, attempts: 1, state: "delivered", reason: null }) as const);
    expect(await outbox.settle("relay", settlements, now)).toBe(true);
    expect(await outbox.stats()).toEqual({ pending: 0, buried: 0, oldestPendingAt: null });
  });
});
