import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { UnacceptedWebhook } from "../../src/outbox/journal.ts";
import { openDatabase } from "../../src/outbox/sqlite/database.ts";
import { createOperations } from "../../src/outbox/sqlite/operations.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { newWebhook, OPTIONS, SUMMARY } from "./harness.ts";
import { openSqliteHarness } from "./open-sqlite-harness.ts";

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

test("entries wait in the journal's tail, and are moved when there are 1,000", () => {
  const { operations, count } = openOperations();
  operations.record(Array.from({ length: 999 }, () => ignored({})));
  operations.moveLongJournal();
  expect([count("journal"), count("journal_tail")]).toEqual([0, 999]);
  operations.accept([{ ...newWebhook({}), receivedAt: NOW }]);
  operations.moveLongJournal();
  expect([count("journal"), count("journal_tail")]).toEqual([1_000, 0]);
  operations.record([ignored({})]);
  operations.moveLongJournal();
  expect([count("journal"), count("journal_tail")]).toEqual([1_000, 1]);
});

test("the writer moves them without being asked", async () => {
  const harness = await openSqliteHarness();
  const { outbox, now } = harness;
  await Promise.all(Array.from({ length: 1_000 }, () => outbox.accept(newWebhook(), now)));
  // After the move, of which the last answer came before.
  await outbox.stats();
  expect(await harness.countNames()).toBe(1_000 * SUMMARY.people.length);
});

test("a move that fails leaves all as it was, holds up no webhook, and is made up for", () => {
  const { db, operations, count } = openOperations();
  db.exec("CREATE TRIGGER stop BEFORE INSERT ON journal_person BEGIN SELECT RAISE(ABORT, 'stopped'); END");
  operations.record(Array.from({ length: 1_000 }, () => ignored({})));
  expect(operations.moveLongJournal).toThrow("stopped");
  expect([count("journal"), count("journal_tail")]).toEqual([0, 1_000]);
  expect(operations.accept([{ ...newWebhook({}), receivedAt: NOW }])).toEqual([[1]]);
  db.exec("DROP TRIGGER stop");
  operations.moveLongJournal();
  expect([count("journal"), count("journal_tail")]).toEqual([1_001, 0]);
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
  next.moveJournal();
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
});
