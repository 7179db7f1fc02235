import type { JournalQuery, Outbox } from "../../src/outbox/outbox.ts";
import { median } from "../median.ts";
import { RECIPIENTS } from "./messages.ts";

/** Entries of a page: so few that a person has them among 1,000 entries, too. */
const PAGE = 5;
const ROUNDS = 20;

/** What the page asks the journal of a backlog for: each filter, two that meet, and what nothing fits. */
const SEARCHES: Omit<JournalQuery, "limit">[] = [
  {},
  { person: RECIPIENTS[7] ?? "" },
  { project: "platform/p7" },
  { ref: "main" },
  { outcome: "accepted" },
  { shaPrefix: "0".repeat(37) },
  { person: "nobody" },
  { outcome: "ignored", ref: "main" },
  { person: "j.doe", reason: "no_rule" },
  { person: "j.doe", project: "platform/p7", ref: "main" },
];

/** The median time of all searches together, in milliseconds. */
export async function searchMilliseconds(outbox: Outbox): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (const search of SEARCHES) await outbox.journal({ limit: PAGE, ...search });
    times.push(performance.now() - start);
  }
  return median(times.slice(ROUNDS / 4));
}
