import type { DatabaseSync, StatementSync } from "node:sqlite";
import { journalStart } from "../journal-source.ts";
import type { JournalEntry, JournalQuery } from "../outbox.ts";
import { JOURNAL_COLUMNS, JOURNAL_STEP, journalSql } from "./journal-sql.ts";

type Place = Pick<JournalEntry, "receivedAt" | "number">;

/** What one step of a search found; `next` is where the next one begins, null when nothing is left to look at. */
export interface JournalStep {
  entries: JournalEntry[];
  next: Place | null;
}

const ENTRY_SQL = `SELECT ${JOURNAL_COLUMNS} FROM journal WHERE webhook_id = ?`;

/** Looks for the newest entries before the given one. */
export function createJournalStep(db: DatabaseSync) {
  const known = new Map<string, { step: StatementSync; page: StatementSync }>();

  function statementsFor(query: JournalQuery): { step: StatementSync; page: StatementSync } {
    const { step, page } = journalSql(query);
    const statements = known.get(page) ?? { step: prepare(db, step), page: prepare(db, page) };
    known.set(page, statements);
    return statements;
  }

  return (query: JournalQuery): JournalStep => {
    const { before: _before, until: _until, ...filters } = query;
    const { step, page } = statementsFor(query);
    const parameters = { since: 0, ...filters, ...journalStart(query) };
    const entries = page.all(parameters).map(toEntry);
    if (entries.length === query.limit) return { entries, next: null };
    const looked = step.all(parameters) as unknown as Place[];
    return { entries, next: looked.length === JOURNAL_STEP ? (looked.at(-1) ?? null) : null };
  };
}

export function createJournalEntry(db: DatabaseSync) {
  const select = db.prepare(ENTRY_SQL);

  return (webhookId: string): JournalEntry[] => select.all(webhookId).map(toEntry);
}

/** A search of any length in as many steps as it takes, so that commits get their turns in between. */
export async function readJournal(
  step: (query: JournalQuery) => Promise<JournalStep>,
  query: JournalQuery,
): Promise<JournalEntry[]> {
  const found: JournalEntry[] = [];
  let next: JournalQuery | null = query;
  while (next !== null && next.limit > 0) {
    const { entries, next: before }: JournalStep = await step(next);
    found.push(...entries);
    next = before && { ...query, before, limit: query.limit - found.length };
  }
  return found;
}

/** A step needs fewer parameters than its page. */
function prepare(db: DatabaseSync, sql: string): StatementSync {
  const statement = db.prepare(sql);
  statement.setAllowUnknownNamedParameters(true);
  return statement;
}

function toEntry(row: Record<string, unknown>): JournalEntry {
  const read = (name: string): unknown => JSON.parse(row[name] as string);
  const lists = { skipped: read("skipped"), people: read("people"), notifications: read("notifications") };
  return { ...row, ...lists } as unknown as JournalEntry;
}
