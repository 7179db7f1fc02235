import { WEBHOOK_OUTCOMES } from "../../webhook-record.ts";
import {
  searchJournal,
  type JournalFilter,
  type JournalLook,
  type JournalReader,
  type Place,
} from "../journal-search.ts";
import { journalStatements } from "../journal-sql.ts";
import type { JournalEntry, JournalQuery } from "../outbox.ts";
import type { Query } from "./pool.ts";

export const JOURNAL_SQL = journalStatements({
  schema: "webhook_app.",
  messages: `coalesce(json_agg(json_build_object(
    'id', id, 'recipient', recipient, 'state', state, 'reason', reason) ORDER BY id), '[]')`,
});

/** A statement whose parameters have names, as PostgreSQL takes it. */
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

/** A step of what is too old, or more than is to be kept, with its names. */
const pruneSql = (which: string, step: number) => `WITH gone AS (
    DELETE FROM webhook_app.journal WHERE id IN (SELECT id FROM webhook_app.journal WHERE ${which} LIMIT ${step} FOR UPDATE SKIP LOCKED)
    RETURNING id, received_at, people
  ), names AS (
    DELETE FROM webhook_app.journal_person AS person
    USING (SELECT name, received_at, id FROM gone, jsonb_array_elements_text(people) AS name) AS gone
    WHERE person.name = gone.name AND person.received_at = gone.received_at AND person.journal = gone.id
  )
  SELECT FROM gone`;

const OLD = `outcome IN ('${WEBHOOK_OUTCOMES.join("', '")}') AND received_at <= $1`;

const BEYOND = "id <= (SELECT max(id) FROM webhook_app.journal) - $1";

/** Deletes a step of what is older than `oldest`, and one of what is more than `most`. */
export async function pruneJournal(query: Query, oldest: number, most: number, step: number): Promise<number> {
  const old = await query(pruneSql(OLD, step), [oldest]);
  return old.count + (await query(pruneSql(BEYOND, step), [most])).count;
}
