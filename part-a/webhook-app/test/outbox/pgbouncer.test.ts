import { spawn, spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { openOutbox } from "../../src/outbox/open.ts";
import { freePort } from "../../testing/free-port.ts";
import { until } from "../../testing/until.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { newWebhook, OPTIONS } from "./harness.ts";
import { createDatabase } from "./open-postgres-harness.ts";

const PGBOUNCER = spawnSync("pgbouncer", ["--version"]).error === undefined || process.env["CI"] !== undefined;

/** A PgBouncer that pools transactions over two server connections to a database of this test's own. */
async function startPgBouncer(settings = ""): Promise<string> {
  const { url } = await createDatabase();
  const database = new URL(url).pathname.slice(1);
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
${settings}
`,
  );
  // PgBouncer refuses to run as root.
  const user = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const bouncer = spawn("pgbouncer", ["-q", ...user, file], { stdio: "ignore" });
  onTestFinished(() => void bouncer.kill("SIGKILL"));
  await until("PgBouncer listens", () => connects(port));
  return `postgres://${target.username}:${target.password}@127.0.0.1:${port}/${database}`;
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

describe.skipIf(!PGBOUNCER)("PostgreSQL behind PgBouncer in transaction mode", () => {
  test("accepts, relays and settles: nothing relies on a session", async () => {
    const outbox = await openOutbox(`${await startPgBouncer()}?pgbouncer=true`, OPTIONS);
    onTestFinished(() => outbox.close());
    const now = Date.now();
    await Promise.all(Array.from({ length: 50 }, () => outbox.accept(newWebhook({}), now)));
    expect(await outbox.acquireLease("relay", now)).toBe(true);
    const pending = await outbox.pending({ limit: 100, held: [], blocked: [] });
    const settlements = pending.map(({ id }) => ({ id, attempts: 1, state: "delivered", reason: null }) as const);
    expect(await outbox.settle("relay", settlements, now)).toBe(true);
    expect(await outbox.stats()).toEqual({ pending: 0, buried: 0, oldestPendingAt: null });
  });

  test.each([
    ["refuses what a session is opened with", ""],
    [
      "drops what a session is opened with",
      "ignore_startup_parameters = statement_timeout, idle_in_transaction_session_timeout",
    ],
  ])("a URL that does not say so is rejected at once, with advice, if the pooler %s", async (_, settings) => {
    const opened = openOutbox(await startPgBouncer(settings), OPTIONS);
    await expect(opened).rejects.toThrow("?pgbouncer=true to DATABASE_URL");
  });
});
