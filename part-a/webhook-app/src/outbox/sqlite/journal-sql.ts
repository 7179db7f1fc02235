import { WEBHOOK_OUTCOMES } from "../../webhook-record.ts";
import { journalSource, type JournalSource } from "../journal-source.ts";
import type { JournalQuery } from "../outbox.ts";

/** Entries per step: some milliseconds, so that commits hardly wait. */
export const JOURNAL_STEP = 1_000;

export const JOURNAL_COLUMNS = `journal.id AS number, journal.webhook_id AS webhookId, journal.received_at AS receivedAt,
  event, project, ref, sha, actor, outcome, reason, detail, rule, skipped, people, resends,
  last_resent_at AS lastResentAt,
  (SELECT json_group_array(id) FROM notification WHERE notification.webhook_id = journal.webhook_id) AS notifications`;

/** What the index that a search begins with finds. */
const KEYS: Record<JournalSource, string> = {
  shaPrefix: "substr(sha, 1, 7) = substr(:shaPrefix, 1, 7) AND sha <> ''",
  person: "name = :person",
  reason: "reason = :reason",
  project: "project = :project",
  ref: "ref = :ref",
  outcome: "outcome = :outcome",
};

const FILTERS: Record<JournalSource, string> = {
  ...KEYS,
  shaPrefix: "substr(sha, 1, length(:shaPrefix)) = :shaPrefix",
  person:
    "EXISTS (SELECT 1 FROM journal_person WHERE name = :person AND received_at = step.receivedAt AND journal = step.number)",
};

const NEWEST_FIRST = `ORDER BY receivedAt DESC, number DESC LIMIT ${JOURNAL_STEP}`;

function newest(table: "journal" | "journal_person", id: "id" | "journal", condition: string): string {
  return `SELECT ${id} AS number, received_at AS receivedAt FROM ${table}
    WHERE ${condition} AND (received_at, ${id}) < (:receivedAt, :number) AND received_at >= :since
    ORDER BY received_at DESC, ${id} DESC LIMIT ${JOURNAL_STEP}`;
}

function stepOf(source: JournalSource | undefined): string {
  if (source === "person") return newest("journal_person", "journal", KEYS.person);
  if (source !== undefined) return newest("journal", "id", KEYS[source]);
  const all = WEBHOOK_OUTCOMES.map((outcome) => `SELECT * FROM (${newest("journal", "id", `outcome = '${outcome}'`)})`);
  return `SELECT * FROM (${all.join(" UNION ALL ")}) ${NEWEST_FIRST}`;
}

export interface JournalSql {
  /** The entries that a step looks at, newest first. */
  step: string;
  /** Those of them that all filters let pass. */
  page: string;
}

/** One step of a search. Parameters: `receivedAt`, `number`, `since`, `limit` and the query's own filters. */
export function journalSql(query: JournalQuery): JournalSql {
  const source = journalSource(query);
  const step = stepOf(source);
  const given = (Object.keys(FILTERS) as JournalSource[]).filter((name) => query[name] !== undefined);
  // The first 7 digits are all that the index has.
  const filters = given
    .filter((name) => name !== source || name === "shaPrefix")
    .map((name) => ` AND ${FILTERS[name]}`);
  return {
    step,
    page: `SELECT ${JOURNAL_COLUMNS} FROM (${step}) AS step CROSS JOIN journal ON journal.id = step.number
      WHERE true${filters.join("")} ORDER BY step.receivedAt DESC, step.number DESC LIMIT :limit`,
  };
}
