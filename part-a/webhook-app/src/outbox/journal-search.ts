import type { JournalEntry, JournalQuery } from "./journal.ts";

export type JournalFilter = Exclude<keyof JournalQuery, "limit" | "before" | "since" | "until">;

/** Each has its own index; if several find as many entries, the first one is used. */
const BY_SELECTIVITY = Object.keys({
  shaPrefix: true,
  person: true,
  reason: true,
  project: true,
  ref: true,
  outcome: true,
} satisfies Record<JournalFilter, true>) as JournalFilter[];

export type Place = Pick<JournalEntry, "receivedAt" | "number">;

/** A query from a certain place on, newest first. */
export interface JournalLook extends Omit<JournalQuery, "before" | "until" | "since">, Place {
  since: number;
}

/** What one step found; `next` is where the next one begins, null if nothing is left. */
export interface JournalStep {
  entries: JournalEntry[];
  next: Place | null;
}

/** A store's operations for a search. */
export interface JournalReader {
  /** How many entries each filter finds by itself from there on, counted up to `most`. */
  count: (look: JournalLook, filters: readonly JournalFilter[], most: number) => Promise<number[]>;
  /**
   * Checks the next `JOURNAL_STEP` entries in the index of `source`, or of all entries, for those that match all
   * filters.
   */
  step: (look: JournalLook, source: JournalFilter | undefined) => Promise<JournalStep>;
}

/** Entries per step: some milliseconds, so that commits hardly wait. */
export const JOURNAL_STEP = 1_000;

export function filtersOf(query: Partial<Pick<JournalQuery, JournalFilter>>): JournalFilter[] {
  return BY_SELECTIVITY.filter((name) => query[name] !== undefined);
}

/**
 * A search of any length in as many steps as it takes, through the index of one filter; the others are checked entry by
 * entry. It uses the filter that finds the fewest: among 1,000,000 entries a search without matches took 2.6 s through
 * the index of a bot, and 0.7 ms through that of the reason. It counts each filter's entries only as far as the search
 * has got, and again whenever it has got twice as far. So it never reads more than three times what the best index
 * contains, and counts little if a page is full at once.
 */
export async function searchJournal(reader: JournalReader, query: JournalQuery): Promise<JournalEntry[]> {
  // Accepted webhooks have no reason, which no index shows.
  if (query.outcome === "accepted" && query.reason !== undefined) return [];
  const filters = filtersOf(query);
  const found: JournalEntry[] = [];
  const start = startOf(query);
  let rest: Partial<JournalLook> = {};
  let source = filters[0];
  let looked = 0;
  let countAt = filters.length > 1 ? 0 : Infinity;
  for (;;) {
    const look = { ...start, ...rest };
    if (looked >= countAt) {
      const most = Math.max(looked, JOURNAL_STEP);
      const counts = await reader.count(look, filters, most);
      const fewest = Math.min(...counts);
      source = filters[counts.indexOf(fewest)];
      countAt = fewest < most ? Infinity : 2 * most;
    }
    const { entries, next } = await reader.step(look, source);
    found.push(...entries);
    if (next === null || found.length === query.limit) return found;
    looked += JOURNAL_STEP;
    rest = { ...next, limit: query.limit - found.length };
  }
}

/** The end of the period is included. */
function startOf({ before, since = 0, until = Number.MAX_SAFE_INTEGER - 1, ...others }: JournalQuery): JournalLook {
  const { receivedAt, number } =
    before !== undefined && before.receivedAt <= until ? before : { receivedAt: until + 1, number: 0 };
  return { ...others, since, receivedAt, number };
}
