import { WEBHOOK_OUTCOMES } from "../../webhook-record.ts";
import { journalSource, journalStart } from "../journal-source.ts";
import type { JournalEntry, JournalQuery } from "../outbox.ts";
import type { Query } from "./pool.ts";

const COLUMNS = `id AS number, webhook_id AS "webhookId", received_at AS "receivedAt", event, project, ref, sha, actor, outcome,
  reason, detail, rule, skipped, people, resends, last_resent_at AS "lastResentAt",
  (SELECT coalesce(json_agg(notification.id ORDER BY notification.id), '[]') FROM webhook_app.notification
    WHERE notification.webhook_id = journal.webhook_id) AS notifications`;

const FILTERS = [
  ["project", "project = "],
  ["ref", "ref = "],
  ["outcome", "outcome = "],
  ["reason", "reason = "],
] as const;

const NEWEST_FIRST = "ORDER BY received_at DESC, id DESC LIMIT $1";

/** The statement of a page and its parameters. */
function journalStatement(query: JournalQuery): { sql: string; values: unknown[] } {
  const { receivedAt, number } = journalStart(query);
  const values: unknown[] = [query.limit, receivedAt, number, query.since ?? 0];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const conditions = FILTERS.flatMap(([name, is]) => (query[name] === undefined ? [] : [is + parameter(query[name])]));
  const { shaPrefix, person } = query;
  if (shaPrefix !== undefined) {
    // The first 7 digits are all that the index has.
    conditions.push(`substr(sha, 1, 7) = ${parameter(shaPrefix.slice(0, 7))} AND sha <> ''`);
    conditions.push(`starts_with(sha, ${parameter(shaPrefix)})`);
  }
  const place = (id: string) => `(received_at, ${id}) < ($2, $3) AND received_at >= $4`;
  if (person !== undefined) {
    const named = `SELECT journal AS id, received_at FROM webhook_app.journal_person
      WHERE name = ${parameter(person)} AND ${place("journal")}`;
    const all = ["true", ...conditions].join(" AND ");
    return {
      sql: `SELECT ${COLUMNS} FROM (${named}) AS named JOIN webhook_app.journal USING (id, received_at) WHERE ${all} ${NEWEST_FIRST}`,
      values,
    };
  }
  return { sql: pageOf(journalSource(query) === undefined, [place("id"), ...conditions].join(" AND ")), values };
}

/** Without a filter each outcome is looked up in the index that begins with it. */
function pageOf(isUnfiltered: boolean, where: string): string {
  const sources = isUnfiltered ? WEBHOOK_OUTCOMES.map((outcome) => `outcome = '${outcome}' AND ${where}`) : [where];
  const pages = sources.map((source) => `(SELECT * FROM webhook_app.journal WHERE ${source} ${NEWEST_FIRST})`);
  return `SELECT ${COLUMNS} FROM (${pages.join(" UNION ALL ")}) AS journal ${NEWEST_FIRST}`;
}

const ENTRY_SQL = `SELECT ${COLUMNS} FROM webhook_app.journal WHERE webhook_id = $1`;

export async function readJournal(query: Query, asked: JournalQuery): Promise<JournalEntry[]> {
  const { sql, values } = journalStatement(asked);
  return (await query<JournalEntry>(sql, values)).rows;
}

export async function readEntry(query: Query, webhookId: string): Promise<JournalEntry | undefined> {
  return (await query<JournalEntry>(ENTRY_SQL, [webhookId])).rows[0];
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
