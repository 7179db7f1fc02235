import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { openOutbox } from "../../src/outbox/open.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { newWebhook, OPTIONS } from "./harness.ts";
import { createVersion1Database } from "./open-postgres-harness.ts";

const NOW = Date.UTC(2026, 10, 25);

async function sqliteStore(): Promise<string> {
  const path = join(temporaryDirectory(), "outbox.sqlite");
  const db = new DatabaseSync(path);
  db.exec(readFileSync(new URL("../fixtures/outbox-version-1/sqlite.sql", import.meta.url), "utf8"));
  db.close();
  return `sqlite:${path}`;
}

async function postgresStore(): Promise<string> {
  return (await createVersion1Database()).url;
}

async function ids(rows: ReturnType<Outbox["list"]>): Promise<number[]> {
  return (await rows).map(({ id }) => id);
}

test.each([
  ["SQLite", sqliteStore],
  ["PostgreSQL", postgresStore],
])("%s: what the version before digests stored goes on: delivered, buried, pending and known", async (_, makeStore) => {
  const outbox = await openOutbox(await makeStore(), OPTIONS);
  onTestFinished(() => outbox.close());

  expect(await outbox.get(3)).toEqual({
    id: 3,
    messageId: "message3",
    recipient: "jane",
    text: 'pushed 3, it\'s "quoted"',
    project: "platform/api",
    ref: "main",
    sha: "3".repeat(40),
    actor: "",
    commits: 0,
    kind: "",
    person: "",
    webhookId: "webhook2",
    state: "pending",
    attempts: 1,
    reason: "timeout",
    receivedAt: NOW + 1_000,
    pendingSince: NOW + 1_000,
    settledAt: null,
    failedAttempts: [],
    digest: null,
    digestOf: null,
  });
  expect(await outbox.stats()).toEqual({ pending: 2, buried: 1, oldestPendingAt: NOW + 1_000 });
  expect(await ids(outbox.pending({ limit: 10, held: [], blocked: [] }))).toEqual([3, 4]);
  expect(await ids(outbox.list({ limit: 10, state: "delivered" }))).toEqual([1]);

  expect(await outbox.accept({ ...newWebhook(), webhookId: "webhook2" }, NOW + 3_000)).toMatchObject({
    status: "duplicate",
  });
  const again = newWebhook({ meaningKey: "meaning 4" });
  expect(await outbox.accept(again, NOW + 3_000)).toEqual({ status: "duplicate", webhookId: "webhook2" });
  const reportOf = (transition: string, meaningKey: string) => ({
    ...newWebhook({ meaningKey }),
    report: { source: "hook" as const, ref: "main", transition },
  });
  const told = { status: "duplicate", webhookId: "webhook2" };
  expect(await outbox.accept(reportOf("3>4", "meaning 4"), NOW + 3_000)).toEqual(told);
  expect(await outbox.accept(reportOf("4>3", "meaning 3"), NOW + 3_000)).toEqual(told);
  // Counted from now on: it has happened again.
  expect(await outbox.accept(reportOf("3>4", "meaning 4"), NOW + 3_000)).toMatchObject({ notifications: [{ id: 5 }] });

  expect(await outbox.acquireLease("new", NOW + 3_000)).toBe(true);
  const digest = { messageId: "digest", text: "two pushes", ids: [3, 4] };
  expect(await outbox.storeDigest("new", digest, NOW + 3_000)).toBe(true);
  expect(await outbox.retry(2, NOW + 3_000)).toBe(true);
  const settlement = { id: 3, attempts: 2, state: "delivered", reason: null } as const;
  expect(await outbox.settle("new", [settlement], NOW + 4_000)).toBe(true);
  expect(await ids(outbox.pending({ limit: 10, held: [], blocked: [] }))).toEqual([2, 5]);
  expect(await ids(outbox.list({ limit: 10, state: "delivered" }))).toEqual([4, 3, 1]);
});
