import { WEBHOOK_OUTCOMES } from "../../webhook-record.ts";
import {
  searchJournal,
  type JournalFilter,
  type JournalLook,
  type JournalReader,
  type Place,
} from "../journal-search.ts";
import { journalStatements } from "../journal-sql.ts";
import type { JournalEntry, JournalQuery } from "../journal.ts";
import type { Query } from "./pool.ts";

export const JOURNAL_SQL = journalStatements({
  schema: "webhook_app.",
  messages: `coalesce(json_agg(json_build_object(
    'id', id, 'recipient', recipient, 'state', state, 'reason', reason) ORDER BY id), '[]')`,
});

/** Converts a statement with named parameters to PostgreSQL's numbered ones. */
export function numbered(
  named: string,
  given: Partial<JournalLook> | { webhookId: string },
): { sql: string; values: unknown[] } {
  const names: string[] = [];
  const sql = named.replaceAll(/:(\w+)/g, (_, name: string) => {
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}${name === "shaPrefix" ? "::text" : ""}`;
  });
  return { sql, values: names.map((name) => (given as Record<string, unknown>)[name]) };
}

function createReader(query: Query): JournalReader {
  async function read<Row extends object>(named: string, look: JournalLook): Promise<Row[]> {
    const { sql, values } = numbered(named, look);
    return (await query<Row>(sql, values)).rows;
  }

  return {
    async step(look, source) {
      const { page, end } = JOURNAL_SQL.step(look, source);
      const entries = await read<JournalEntry>(page, look);
      if (entries.length === look.limit || end === null) return { entries, next: null };
      return { entries, next: (await read<Place>(end, look))[0] ?? null };
    },
    async count(look, filters, most) {
      const [counts] = await read<Record<JournalFilter, number>>(JOURNAL_SQL.count(filters, most), look);
      return filters.map((name) => counts?.[name] ?? 0);
    },
  };
}

export function readJournal(query: Query, asked: JournalQuery): Promise<JournalEntry[]> {
  return searchJournal(createReader(query), asked);
}

export async function readEntry(query: Query, webhookId: string): Promise<JournalEntry | undefined> {
  const { sql, values } = numbered(JOURNAL_SQL.entry, { webhookId });
  return (await query<JournalEntry>(sql, values)).rows[0];
}

/**
 * A step of entries that are too old, through the index that begins with the outcome; skips entries that another
 * replica is deleting.
 */
const OLD = WEBHOOK_OUTCOMES.map(
  (outcome) => `SELECT id FROM (SELECT id FROM webhook_app.journal WHERE outcome = '${outcome}' AND received_at <= $1
    ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED) AS one`,
).join(" UNION ALL ");

const BEYOND = `SELECT id FROM webhook_app.journal WHERE id <= (SELECT max(id) FROM webhook_app.journal) - $1
  ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`;

/**
 * Deletes a step with its names, each looked up by its key: with a join the planner, which assumes that a list of names
 * is long, read all names for each step (1.8 s among 2,000,000; this takes some 15 ms). Names are never updated, so
 * their place is stable.
 */
const pruneSql = (which: string) => `WITH gone AS (
    DELETE FROM webhook_app.journal WHERE id = ANY (ARRAY(SELECT id FROM (${which}) AS step LIMIT $2))
    RETURNING id, received_at, people
  ), names AS (
    DELETE FROM webhook_app.journal_person WHERE ctid = ANY (ARRAY(
      SELECT person.place FROM gone, jsonb_array_elements_text(gone.people) AS given (name), LATERAL (
        SELECT ctid AS place FROM webhook_app.journal_person AS known
        WHERE known.name = given.name AND known.received_at = gone.received_at AND known.journal = gone.id OFFSET 0
      ) AS person
    ))
  )
  SELECT FROM gone`;

export const PRUNE_OLD_SQL = pruneSql(OLD);
export const PRUNE_BEYOND_SQL = pruneSql(BEYOND);

/** Deletes a step of entries older than `oldest`, and one of entries beyond `most`. */
export async function pruneJournal(query: Query, oldest: number, most: number, step: number): Promise<number> {
  const old = await query(PRUNE_OLD_SQL, [oldest, step]);
  return old.count + (await query(PRUNE_BEYOND_SQL, [most, step])).count;
}
