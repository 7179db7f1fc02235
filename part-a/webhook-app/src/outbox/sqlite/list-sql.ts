import type { ListQuery } from "../outbox.ts";
import { NOTIFICATION_COLUMNS } from "./notification-row.ts";

/** Rows per step: some milliseconds, so that commits hardly wait. */
export const STEP = 2_000;

const FILTERS = { webhookId: "webhook_id", state: "state", sha: "sha", recipient: "recipient" } as const;
type Filter = keyof typeof FILTERS;

const NEWEST_FIRST = "ORDER BY id DESC";

export interface ListSql {
  /** The rows of the step that all filters let pass. */
  page: string;
  /** The last id that the step looks at and how many it looks at. */
  end: string;
}

/** The filter that an index serves; the others are applied to what it finds, step by step. */
function indexedFilter({ webhookId, state }: ListQuery): Filter | undefined {
  if (webhookId !== undefined) return "webhookId";
  return state === "pending" || state === "buried" ? "state" : undefined;
}

function stepFrom(indexed: Filter | undefined): string {
  const conditions = ["id < :before"];
  if (indexed !== undefined) conditions.push(`${FILTERS[indexed]} = :${indexed}`);
  // The partial index is used only if its own condition is there.
  if (indexed === "state") conditions.push("state <> 'delivered'");
  return `FROM notification WHERE ${conditions.join(" AND ")} ${NEWEST_FIRST} LIMIT ${STEP}`;
}

/** One step of a search, newest first. Parameters: `before`, and for the page `limit` and the query's own filters. */
export function listSql(query: ListQuery): ListSql {
  const indexed = indexedFilter(query);
  const from = stepFrom(indexed);
  const others = (Object.keys(FILTERS) as Filter[]).filter((name) => name !== indexed && query[name] !== undefined);
  const where = others.length === 0 ? "" : `WHERE ${others.map((name) => `${FILTERS[name]} = :${name}`).join(" AND ")}`;
  return {
    page: `SELECT ${NOTIFICATION_COLUMNS} FROM (SELECT * ${from}) ${where} ${NEWEST_FIRST} LIMIT :limit`,
    end: `SELECT min(id) AS last, count(*) AS entries FROM (SELECT id ${from})`,
  };
}
