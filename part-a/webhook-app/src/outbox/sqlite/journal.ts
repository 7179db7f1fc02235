import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { WEBHOOK_OUTCOMES } from "../../webhook-record.ts";
import type { JournalFilter, JournalLook, JournalStep, Place } from "../journal-search.ts";
import { journalStatements } from "../journal-sql.ts";
import type { JournalEntry } from "../journal.ts";

export const JOURNAL_SQL = journalStatements({
  schema: "",
  messages:
    "json_group_array(json_object('id', id, 'recipient', recipient, 'state', state, 'reason', reason) ORDER BY id)",
});

/** Reads the journal; prepares statements when first needed. */
export function createJournalReader(db: DatabaseSync) {
  const known = new Map<string, StatementSync>();

  function prepared(sql: string): StatementSync {
    const statement = known.get(sql) ?? db.prepare(sql);
    // Not every statement of a search needs all of its parameters.
    statement.setAllowUnknownNamedParameters(true);
    known.set(sql, statement);
    return statement;
  }

  return {
    journalStep(look: JournalLook, source: JournalFilter | undefined): JournalStep {
      const { page, end } = JOURNAL_SQL.step(look, source);
      const parameters = parametersOf(look);
      const entries = prepared(page).all(parameters).map(toEntry);
      if (entries.length === look.limit || end === null) return { entries, next: null };
      return { entries, next: (prepared(end).get(parameters) as unknown as Place | undefined) ?? null };
    },

    journalCount(look: JournalLook, filters: readonly JournalFilter[], most: number): number[] {
      const counts = prepared(JOURNAL_SQL.count(filters, most)).get(parametersOf(look)) as Record<
        JournalFilter,
        number
      >;
      return filters.map((name) => counts[name]);
    },

    journalEntry: (webhookId: string): JournalEntry[] => prepared(JOURNAL_SQL.entry).all({ webhookId }).map(toEntry),
  };
}

function parametersOf(look: JournalLook): Record<string, SQLInputValue> {
  return { ...look };
}

function toEntry(row: Record<string, unknown>): JournalEntry {
  const read = (name: string): unknown => JSON.parse(row[name] as string);
  const lists = { skipped: read("skipped"), people: read("people"), messages: read("messages") };
  return { ...row, ...lists } as unknown as JournalEntry;
}

/** Lists the outcomes because the index of the times begins with them. */
const OLD = `outcome IN ('${WEBHOOK_OUTCOMES.join("', '")}') AND received_at <= ?`;

const BEYOND = "id <= (SELECT max(id) FROM journal) - ?";

/** Deletes a step of entries older than `oldest`, and one of entries beyond `most`, inside the caller's transaction. */
export function createPruneJournal(db: DatabaseSync, most: number, step: number) {
  const [old, beyond] = [OLD, BEYOND].map((which) =>
    db.prepare(`DELETE FROM journal WHERE id IN (SELECT id FROM journal WHERE ${which} LIMIT ${step})
      RETURNING id, received_at AS receivedAt, people`),
  );
  const name = db.prepare("DELETE FROM journal_person WHERE name = ? AND received_at = ? AND journal = ?");

  return (oldest: number): number => {
    const deleted = [...(old?.all(oldest) ?? []), ...(beyond?.all(most) ?? [])];
    for (const { id, receivedAt, people } of deleted as unknown as {
      id: number;
      receivedAt: number;
      people: string;
    }[]) {
      for (const person of JSON.parse(people) as string[]) name.run(person, receivedAt, id);
    }
    return deleted.length;
  };
}
