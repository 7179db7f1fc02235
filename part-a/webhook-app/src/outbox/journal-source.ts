import type { JournalQuery } from "./outbox.ts";

/** The filters by which entries are looked up, the one that leaves fewest first. All others are applied to what it finds. */
const BY_SELECTIVITY = ["shaPrefix", "person", "reason", "project", "ref", "outcome"] as const;

export type JournalSource = (typeof BY_SELECTIVITY)[number];

/** By which filter to look entries up; undefined for a query that has none. */
export function journalSource(query: JournalQuery): JournalSource | undefined {
  // Of what is not accepted there is mostly little.
  if (query.outcome !== undefined && query.outcome !== "accepted" && !query.shaPrefix && !query.person)
    return "outcome";
  return BY_SELECTIVITY.find((name) => query[name] !== undefined);
}

/** The entry before which the page begins, its end of the period included. */
export function journalStart({ before, until = Number.MAX_SAFE_INTEGER - 1 }: JournalQuery): {
  receivedAt: number;
  number: number;
} {
  return before !== undefined && before.receivedAt <= until ? before : { receivedAt: until + 1, number: 0 };
}
