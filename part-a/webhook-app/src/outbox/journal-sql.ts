import { WEBHOOK_OUTCOMES } from "../webhook-record.ts";
import { filtersOf, JOURNAL_STEP, type JournalFilter, type JournalLook } from "./journal-search.ts";

/** The differences between the stores' SQL. */
export interface Dialect {
  /** The prefix of table names. */
  schema: string;
  /** An aggregate that makes a JSON array of `JournalMessage`. */
  messages: string;
}

/** The statements of one step of a search. */
interface JournalSql {
  /** The step's entries that match all filters, newest first. */
  page: string;
  /**
   * The place of the last entry that the step reads, no row if nothing is left; null if a page that is not full says
   * so.
   */
  end: string | null;
}

/** The statements that read the journal. Parameters are written as `:name`, named as in `JournalLook`. */
export interface JournalStatements {
  /** One entry, by `:webhookId`. */
  entry: string;
  step: (look: JournalLook, source: JournalFilter | undefined) => JournalSql;
  /** A row with a column for each filter. */
  count: (filters: readonly JournalFilter[], most: number) => string;
}

/** The conditions that use each filter's index. */
const KEYS: Record<JournalFilter, string> = {
  // The index has only the first 7 digits.
  shaPrefix: "substr(sha, 1, 7) = substr(:shaPrefix, 1, 7) AND sha <> ''",
  person: "name = :person",
  reason: "reason = :reason",
  project: "project = :project",
  ref: "ref = :ref",
  outcome: "outcome = :outcome",
};

const conditionsOf = ({ schema }: Dialect): Record<JournalFilter, string> => ({
  ...KEYS,
  shaPrefix: "substr(sha, 1, length(:shaPrefix)) = :shaPrefix",
  person: `EXISTS (SELECT 1 FROM ${schema}journal_person AS named WHERE name = :person
    AND named.received_at = step."receivedAt" AND named.journal = step.number)`,
});

const columnsOf = ({ schema, messages }: Dialect): string => `journal.id AS number, webhook_id AS "webhookId",
  journal.received_at AS "receivedAt", event, project, ref, sha, actor, outcome, journal.reason, detail, rule, skipped, people,
  resends, last_resent_at AS "lastResentAt",
  (SELECT ${messages} FROM ${schema}notification AS told WHERE told.webhook_id = journal.webhook_id) AS messages`;

function newest(table: string, id: string, condition: string, limit: string): string {
  return `SELECT ${id} AS number, received_at AS "receivedAt" FROM ${table}
    WHERE ${condition} AND (received_at, ${id}) < (:receivedAt, :number) AND received_at >= :since
    ORDER BY received_at DESC, ${id} DESC LIMIT ${limit}`;
}

function inIndex({ schema }: Dialect, filter: JournalFilter, limit: string): string {
  return filter === "person"
    ? newest(`${schema}journal_person`, "journal", KEYS.person, limit)
    : newest(`${schema}journal`, "id", KEYS[filter], limit);
}

/** Without a filter, looks up each outcome in the index that begins with it. */
function ofAll({ schema }: Dialect, limit: string): string {
  const each = WEBHOOK_OUTCOMES.map((outcome) => {
    return `SELECT * FROM (${newest(`${schema}journal`, "id", `outcome = '${outcome}'`, limit)}) AS one`;
  });
  return `SELECT * FROM (${each.join(" UNION ALL ")}) AS every ORDER BY "receivedAt" DESC, number DESC LIMIT ${limit}`;
}

/** Uses only SQL that both stores support, such as row values; SQLite keeps the order of a CROSS JOIN. */
export function journalStatements(dialect: Dialect): JournalStatements {
  const conditions = conditionsOf(dialect);
  const entries = `SELECT ${columnsOf(dialect)} FROM`;
  const journal = `${dialect.schema}journal AS journal`;
  return {
    entry: `${entries} ${journal} WHERE webhook_id = :webhookId`,

    step(look, source) {
      const filters = filtersOf(look).filter((name) => name !== source || name === "shaPrefix");
      const where = ["journal.id = step.number", ...filters.map((name) => conditions[name])].join(" AND ");
      // If every entry in the index matches, reads only one page.
      const size = filters.length === 0 ? ":limit" : String(JOURNAL_STEP);
      const step = source === undefined ? ofAll(dialect, size) : inIndex(dialect, source, size);
      const end = `1 OFFSET ${JOURNAL_STEP - 1}`;
      return {
        page: `${entries} (${step}) AS step CROSS JOIN ${journal} WHERE ${where}
          ORDER BY step."receivedAt" DESC, step.number DESC LIMIT :limit`,
        end: source === undefined || filters.length === 0 ? null : inIndex(dialect, source, end),
      };
    },

    count(filters, most) {
      const each = filters.map((name) => {
        return `(SELECT count(*) FROM (${inIndex(dialect, name, String(most))}) AS found) AS "${name}"`;
      });
      return `SELECT ${each.join(", ")}`;
    },
  };
}
