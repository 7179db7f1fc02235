import { expect, test } from "vitest";
import {
  filtersOf,
  JOURNAL_STEP,
  searchJournal,
  type JournalFilter,
  type JournalLook,
  type JournalReader,
} from "../../src/outbox/journal-search.ts";
import type { JournalEntry, JournalQuery } from "../../src/outbox/journal.ts";

/** What distinguishes two entries here: the project, the ref and the outcome. */
type Entry = Pick<JournalEntry, "number" | "receivedAt" | "project" | "ref" | "outcome">;

/** A journal of as many entries, numbered from 1, and how many index entries were looked at or counted so far. */
function createJournal(length: number, entryOf: (number: number) => Partial<Entry>) {
  const entries = Array.from({ length }, (_, index): Entry => {
    const plain = { project: "a/one", ref: "main", outcome: "accepted" } as const;
    return { ...plain, ...entryOf(index + 1), number: index + 1, receivedAt: index + 1 };
  }).toReversed();
  const cost = { looked: 0, counted: 0 };

  /** The entries of an index from a place on, newest first. */
  function inIndex(look: JournalLook, source: JournalFilter | undefined, most: number): Entry[] {
    const at = (entry: Entry) => entry.receivedAt < look.receivedAt && entry.receivedAt >= look.since;
    const fits = (entry: Entry) => source === undefined || entry[source as "project"] === look[source];
    return entries.filter((entry) => at(entry) && fits(entry)).slice(0, most);
  }

  const reader: JournalReader = {
    async count(look, filters, most) {
      const counts = filters.map((name) => inIndex(look, name, most).length);
      cost.counted += counts.reduce((sum, count) => sum + count, 0);
      return counts;
    },
    async step(look, source) {
      const looked = inIndex(look, source, JOURNAL_STEP);
      const last = looked.at(-1);
      cost.looked += looked.length;
      const fitting = looked.filter((entry) => filtersOf(look).every((name) => entry[name as "ref"] === look[name]));
      const isOver = looked.length < JOURNAL_STEP || fitting.length >= look.limit;
      return {
        entries: fitting.slice(0, look.limit) as JournalEntry[],
        next: isOver || last === undefined ? null : { receivedAt: last.receivedAt, number: last.number },
      };
    },
  };
  const search = async (query: Omit<JournalQuery, "limit">) =>
    (await searchJournal(reader, { limit: 50, ...query })).map(({ number }) => number);
  return { search, cost };
}

test("a search uses the index with the fewest entries, whichever filter that is", async () => {
  const { search, cost } = createJournal(100_000, (number) => ({
    ...(number === 5 && { project: "a/rare", ref: "dev" }),
    ...(number === 6 && { ref: "rare", outcome: "ignored" }),
  }));
  expect(await search({ project: "a/rare", outcome: "accepted" })).toEqual([5]);
  expect(await search({ project: "a/one", ref: "rare", outcome: "ignored" })).toEqual([6]);
  expect(cost.looked).toBeLessThan(10);
});

test("a search without matches reads at most three times as much as the best index has", async () => {
  const { search, cost } = createJournal(200_000, (number) =>
    number % 20 === 0 ? { project: "a/two", ref: "dev" } : { project: "a/one" },
  );
  expect(await search({ project: "a/one", ref: "dev" })).toEqual([]);
  expect(cost.looked).toBeLessThan(3 * 10_000);
  expect(cost.counted).toBeLessThan(2 * 4 * 10_000);
});

test("a page that is full at once is not worth a second count, and each of its entries comes once", async () => {
  const { search, cost } = createJournal(50_000, (number) => (number % 2 === 0 ? { ref: "dev" } : {}));
  const found = await search({ project: "a/one", ref: "dev" });
  expect(found).toEqual(Array.from({ length: 50 }, (_, index) => 50_000 - 2 * index));
  expect(cost).toEqual({ looked: JOURNAL_STEP, counted: 2 * JOURNAL_STEP });
});

test("changing from one index to another on the way neither misses an entry nor finds one twice", async () => {
  const { search } = createJournal(30_000, (number) => ({
    project: number > 10_000 || number % 350 === 0 ? "a/one" : "a/two",
    ref: number % 350 === 0 || number < 8_000 ? "dev" : "main",
  }));
  const fitting = Array.from({ length: 85 }, (_, index) => 29_750 - 350 * index);
  expect(await search({ project: "a/one", ref: "dev" })).toEqual(fitting.slice(0, 50));
  expect(await search({ project: "a/one", ref: "dev", until: 29_750 - 350 * 50 })).toEqual(fitting.slice(50));
});

test("one filter, or none, is not counted at all", async () => {
  const { search, cost } = createJournal(5_000, () => ({}));
  await search({});
  await search({ ref: "main" });
  expect(cost.counted).toBe(0);
});

test("what was accepted has no reason", async () => {
  const { search, cost } = createJournal(5_000, () => ({}));
  expect(await search({ outcome: "accepted", reason: "no_rule" })).toEqual([]);
  expect(cost.looked).toBe(0);
});
