import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { UnacceptedWebhook } from "../../src/outbox/journal.ts";
import { openDatabase } from "../../src/outbox/sqlite/database.ts";
import { createOperations } from "../../src/outbox/sqlite/operations.ts";
import { startWriter } from "../../src/outbox/sqlite/writer.ts";
import { seededRandom } from "../../testing/seeded-random.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { newWebhook, OPTIONS, SUMMARY } from "./harness.ts";
import { countIn, openSqliteHarness } from "./open-sqlite-harness.ts";

const NOW = Date.UTC(2026, 10, 25);

/** The writer's operations without its thread, so that each step can be looked at from behind. */
function openOperations() {
  const { db, close } = openDatabase(join(temporaryDirectory(), "outbox.sqlite"));
  onTestFinished(close);
  const open = () => createOperations(db, { maxJournal: 1_000_000, ...OPTIONS });
  const count = (table: string) => Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"]);
  return { db, open, count, operations: open() };
}

function ignored(given: Partial<UnacceptedWebhook>): UnacceptedWebhook {
  const why = { outcome: "ignored", reason: "no_rule", detail: "No rule matches." } as const;
  return { ...SUMMARY, webhookId: randomUUID(), receivedAt: NOW, ...why, ...given };
}

/** This many, each from its own webhook. */
function many(count: number): UnacceptedWebhook[] {
  return Array.from({ length: count }, () => ignored({}));
}

test("entries wait in the journal's tail until there are 1,000, and are then moved in steps of 64 until none waits", () => {
  const { operations, count } = openOperations();
  operations.record(many(999));
  expect(operations.moveLongJournal()).toBe(false);
  expect([count("journal"), count("journal_tail")]).toEqual([0, 999]);
  operations.accept([{ ...newWebhook({}), receivedAt: NOW }]);
  expect(operations.moveLongJournal()).toBe(true);
  expect([count("journal"), count("journal_tail")]).toEqual([64, 936]);
  operations.record(many(1));
  while (operations.moveLongJournal());
  expect([count("journal"), count("journal_tail")]).toEqual([1_001, 0]);
  operations.record(many(1));
  expect(operations.moveLongJournal()).toBe(false);
  expect([count("journal"), count("journal_tail")]).toEqual([1_001, 1]);
});

test("each step moves four times what came before it, but no more than 1,000, so that the tail does not grow without end", () => {
  const { operations, count } = openOperations();
  operations.record(many(2_000));
  operations.moveLongJournal();
  expect(count("journal")).toBe(1_000);
  operations.record(many(50));
  operations.moveLongJournal();
  expect(count("journal")).toBe(1_200);
});

test("the writer moves them by itself, and what is asked meanwhile goes between two steps", async () => {
  const path = join(temporaryDirectory(), "outbox.sqlite");
  const writer = await startWriter({ path, maxJournal: 1_000_000, ...OPTIONS }, () => {});
  onTestFinished(writer.close);
  await writer.call("record", many(999));
  const [, waiting] = await Promise.all([writer.call("record", many(1)), writer.call("journalTail")]);
  expect(waiting).toBeGreaterThanOrEqual(1_000 - 64);
  await expect
    .poll(() => countIn(path, "SELECT count(*) AS n FROM journal_person"))
    .toBe(1_000 * SUMMARY.people.length);
});

test("whoever reads the journal finds all that waited, moved in as many steps as it takes", async () => {
  const { operations } = openOperations();
  operations.record(many(140));
  const moved = [
    operations.moveJournal(),
    operations.moveJournal(),
    operations.moveJournal(),
    operations.moveJournal(),
  ];
  expect(moved).toEqual([64, 64, 12, 0]);

  const { outbox, now } = await openSqliteHarness();
  await Promise.all(Array.from({ length: 140 }, () => outbox.accept(newWebhook({}), now)));
  expect(await outbox.journal({ limit: 200 })).toHaveLength(140);
});

test("a move that fails leaves all as it was, the next commit durable too, holds up no webhook, and is made up for", () => {
  const { db, operations, count } = openOperations();
  db.exec("CREATE TRIGGER stop BEFORE INSERT ON journal_person BEGIN SELECT RAISE(ABORT, 'stopped'); END");
  operations.record(many(1_000));
  expect(operations.moveLongJournal).toThrow("stopped");
  expect([count("journal"), count("journal_tail")]).toEqual([0, 1_000]);
  expect(db.prepare("PRAGMA synchronous").get()).toEqual({ synchronous: 2 });
  expect(operations.accept([{ ...newWebhook({}), receivedAt: NOW }])).toEqual([[1]]);
  db.exec("DROP TRIGGER stop");
  while (operations.moveLongJournal());
  expect([count("journal"), count("journal_tail")]).toEqual([1_001, 0]);
});

test("a move does not wait for the disk, and every commit after it does", () => {
  const { db, operations } = openOperations();
  const levels: number[] = [];
  db.function("synchronous", () => {
    levels.push(Number(db.prepare("PRAGMA synchronous").get()?.["synchronous"]));
    return 0;
  });
  for (const table of ["journal", "notification"]) {
    db.exec(`CREATE TEMP TRIGGER watch_${table} BEFORE INSERT ON ${table} BEGIN SELECT synchronous(); END`);
  }
  const accept = () => operations.accept([{ ...newWebhook({}), receivedAt: NOW }]);
  accept();
  operations.moveJournal();
  accept();
  const [NORMAL, FULL] = [1, 2];
  expect(levels).toEqual([FULL, NORMAL, FULL]);
});

test("retention deletes what waits, too", () => {
  const { operations, count } = openOperations();
  operations.record([ignored({})]);
  expect(operations.prune(NOW + OPTIONS.retentionMs)).toBe(1);
  expect([count("journal"), count("journal_tail"), count("journal_person")]).toEqual([0, 0, 0]);
});

test("what waited when the process ended is moved by the next one", () => {
  const { open, operations } = openOperations();
  const webhook = { ...newWebhook({}), receivedAt: NOW };
  operations.accept([webhook]);
  const next = open();
  expect(next.moveJournal()).toBe(1);
  expect(next.journalEntry(webhook.webhookId)).toMatchObject([{ outcome: "accepted", receivedAt: NOW }]);
});

test("what waits of one webhook becomes one entry, in the order in which it came", () => {
  const { operations, count } = openOperations();
  const webhook = { ...newWebhook({}), receivedAt: NOW + 1 };
  const { webhookId } = webhook;
  operations.record([ignored({ webhookId, people: ["first"] })]);
  operations.accept([webhook]);
  operations.record([ignored({ webhookId, receivedAt: NOW + 2, people: ["last"] })]);
  operations.moveJournal();
  expect(operations.journalEntry(webhookId)).toMatchObject([
    {
      outcome: "accepted",
      reason: null,
      receivedAt: NOW,
      resends: 2,
      lastResentAt: NOW + 2,
      people: ["first", "j.doe", "jane", "last"],
    },
  ]);
  expect(count("journal_person")).toBe(4);
  operations.record([ignored({ webhookId, receivedAt: NOW + 3 })]);
  operations.moveJournal();
  expect(operations.journalEntry(webhookId)).toMatchObject([
    { outcome: "accepted", resends: 3, lastResentAt: NOW + 3 },
  ]);
});

test("nothing of what is foreseen, or refused by the store, waits for the journal", () => {
  const { operations, count } = openOperations();
  operations.foresee({ ...newWebhook({}), receivedAt: NOW });
  operations.accept([{ ...newWebhook({ recipient: "" }), receivedAt: NOW }]);
  expect(count("journal_tail")).toBe(0);
  // Still counted, until a move finds nothing.
  expect([operations.moveJournal(), operations.journalTail()]).toEqual([0, 0]);
});

/** What the journal must say of a webhook. */
interface Expected {
  receivedAt: number;
  resends: number;
  lastResentAt: number | null;
  people: string[];
}

test.each([1, 2, 3, 4])("webhooks, repeated ones, groups undone, moves and restarts in any order (seed %i)", (seed) => {
  const { open, operations: first } = openOperations();
  let operations = first;
  const { pick } = seededRandom(seed);
  const ids = Array.from({ length: 40 }, () => randomUUID());
  const expected = new Map<string, Expected>();

  function remember({ webhookId, receivedAt, people }: UnacceptedWebhook): void {
    const before = expected.get(webhookId);
    expected.set(webhookId, {
      receivedAt: before?.receivedAt ?? receivedAt,
      resends: before ? before.resends + 1 : 0,
      lastResentAt: before ? receivedAt : null,
      people: [...new Set([...(before?.people ?? []), ...people])],
    });
  }

  const group = (receivedAt: number) =>
    Array.from({ length: pick([1, 3, 90]) }, () =>
      ignored({ webhookId: pick(ids), receivedAt, people: [pick(["jane", "sam", "kim"])] }),
    );
  const actions: ((now: number) => void)[] = [
    (now) => {
      const webhooks = group(now);
      operations.record(webhooks);
      webhooks.forEach(remember);
    },
    (now) => expect(() => operations.record([...group(now), { ...ignored({}), event: null as never }])).toThrow("NULL"),
    (now) => void operations.foresee({ ...newWebhook({}), receivedAt: now }),
    () => void operations.moveJournal(),
    () => void (operations = open()),
  ];
  for (let step = 1; step <= 120; step += 1) pick(actions)(NOW + step);
  while (operations.moveJournal() > 0);

  const entries = new Map(ids.flatMap((id) => operations.journalEntry(id)).map((entry) => [entry.webhookId, entry]));
  expect([...entries.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
  for (const [id, entry] of expected) expect(entries.get(id)).toMatchObject(entry);
});
