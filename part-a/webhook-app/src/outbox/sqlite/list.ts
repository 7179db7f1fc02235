import type { DatabaseSync } from "node:sqlite";
import type { ListQuery } from "../notification.ts";
import { NOTIFICATION_COLUMNS, prepareRows, type ReadRows } from "./notification-row.ts";
import { prepareStepEnd, type ReadStepEnd, type Step } from "./steps.ts";

/** Rows per step: some milliseconds, so that commits hardly wait. */
const STEP = 2_000;

/** Filters on the rows that the step's index finds. */
const FILTERS = [
  ["state", "state = :state"],
  ["ref", "ref = :ref"],
  ["sha", "substr(sha, 1, length(:sha)) = :sha"],
  ["recipient", "recipient = :recipient"],
  ["person", "lower(:person) IN (lower(recipient), lower(person))"],
  ["reason", "reason = :reason"],
  ["project", "project = :project"],
  ["since", "received_at >= :since"],
  ["until", "received_at <= :until"],
] as const;

const NEWEST_FIRST = "ORDER BY id DESC";

interface ListSql {
  /** The step's rows that match all filters. */
  page: string;
  /** The last id that the step reads, and how many rows it reads. */
  end: string;
}

function newest(condition: string): string {
  return `FROM notification WHERE id < :before AND ${condition} ${NEWEST_FIRST} LIMIT ${STEP}`;
}

/** The index of undelivered rows separates digests: rows outside and inside of digests are each ordered by id. */
function newestUnsettled(states: readonly string[]): string {
  const parts = states.flatMap((state) =>
    ["IS NULL", "IS NOT NULL"].map((is) => `state = ${state} AND digest_of ${is}`),
  );
  // The partial index is used only if its own condition is present.
  const sources = parts.map((part) => `SELECT id FROM (SELECT id ${newest(`${part} AND state <> 'delivered'`)})`);
  return `FROM notification WHERE id IN (${sources.join(" UNION ALL ")}) ${NEWEST_FIRST} LIMIT ${STEP}`;
}

function stepFrom({ webhookId, state, reason }: ListQuery): string {
  if (webhookId !== undefined) return newest("webhook_id = :webhookId");
  if (state === "buried" && reason !== undefined) return newest("state = 'buried' AND reason = :reason");
  if (state === "pending" || state === "buried") return newestUnsettled([":state"]);
  // Delivered ones have no reason.
  return state === undefined && reason !== undefined ? newestUnsettled(["'pending'", "'buried'"]) : newest("true");
}

/** One step of a search, newest first. Parameters: `before`, and for the page `limit` and the query's own filters. */
export function listSql(query: ListQuery): ListSql {
  const from = stepFrom(query);
  const given = FILTERS.filter(([name]) => query[name] !== undefined).map(([, condition]) => condition);
  const where = given.length === 0 ? "" : `WHERE ${given.join(" AND ")}`;
  return {
    page: `SELECT ${NOTIFICATION_COLUMNS} FROM (SELECT * ${from}) ${where} ${NEWEST_FIRST} LIMIT :limit`,
    end: `SELECT min(id) AS last, count(*) AS entries FROM (SELECT id ${from})`,
  };
}

interface Statements {
  page: ReadRows;
  end: ReadStepEnd;
}

/** Finds the newest notifications before the given id. */
export function createListStep(db: DatabaseSync) {
  const known = new Map<string, Statements>();

  function statementsFor(query: ListQuery): Statements {
    const { page, end } = listSql(query);
    const statements = known.get(page) ?? { page: prepareRows(db, page), end: prepareStepEnd(db, end, STEP) };
    known.set(page, statements);
    return statements;
  }

  return (query: ListQuery, before: number): Step => {
    const { page, end } = statementsFor(query);
    const given = Object.entries({ ...query, before }).filter(([, value]) => value !== undefined);
    const parameters = Object.fromEntries(given) as Record<string, string | number>;
    const rows = page(parameters);
    return { rows, next: rows.length === query.limit ? null : end(parameters) };
  };
}
