import type { JournalQuery } from "../../src/outbox/journal.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import { median } from "../median.ts";
import { shaOf } from "./backlog.ts";
import { RECIPIENTS } from "./messages.ts";

/** Entries of a page: few enough that a person has as many among 1,000 entries. */
const PAGE = 5;
const ROUNDS = 20;

/** The page's searches in a backlog's journal: each filter, some combinations, and one without matches. */
const SEARCHES: Omit<JournalQuery, "limit">[] = [
  {},
  { person: RECIPIENTS[7] ?? "" },
  { project: "platform/p7" },
  { ref: "main" },
  { outcome: "accepted" },
  { shaPrefix: shaOf(7) },
  { person: "nobody" },
  { outcome: "ignored", ref: "main" },
  { person: "j.doe", reason: "no_rule" },
  { person: "j.doe", project: "platform/p8", ref: "main" },
];

/**
 * Two filters with thousands of matches each but none in common: no index covers both, so the smaller one is scanned.
 */
const NEVER_MEET: Omit<JournalQuery, "limit"> = { project: "platform/p7", ref: "main" };

/** The median time of all searches together, and of one with two such filters, in milliseconds. */
export async function searchMilliseconds(outbox: Outbox): Promise<{ all: number; neverMeet: number }> {
  return { all: await timeOf(outbox, SEARCHES), neverMeet: await timeOf(outbox, [NEVER_MEET]) };
}

async function timeOf(outbox: Outbox, searches: typeof SEARCHES): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (const search of searches) await outbox.journal({ limit: PAGE, ...search });
    times.push(performance.now() - start);
  }
  return median(times.slice(ROUNDS / 4));
}
