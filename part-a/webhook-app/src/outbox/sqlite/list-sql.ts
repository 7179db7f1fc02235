import type { ListQuery } from "../outbox.ts";
import { NOTIFICATION_COLUMNS } from "./notification-row.ts";

/** A page that no index finds is looked for in so many rows at a time: some milliseconds, so that commits hardly wait. */
const STEP = 5_000;

const FILTERS = { webhookId: "webhook_id", state: "state", sha: "sha", recipient: "recipient" } as const;
type Filter = keyof typeof FILTERS;

const NEWEST_FIRST = "ORDER BY id DESC";
const STEP_FROM = `FROM notification WHERE id < :before ${NEWEST_FIRST} LIMIT ${STEP}`;

/** The last row of a step; NULL when no row is left. */
export const STEP_END_SQL = `SELECT min(id) AS id FROM (SELECT id ${STEP_FROM})`;

/** The filter that an index serves; without one a page is looked for step by step. */
export function indexedFilter({ webhookId, state }: ListQuery): Filter | undefined {
  if (webhookId !== undefined) return "webhookId";
  return state === "pending" || state === "buried" ? "state" : undefined;
}

/** A page of notifications, newest first; its parameters are named as in the query, `before` is not optional. */
export function pageSql(query: ListQuery): string {
  const indexed = indexedFilter(query);
  const given = (Object.keys(FILTERS) as Filter[]).filter((name) => query[name] !== undefined);
  // The plus sign keeps SQLite from using another index.
  const conditions = given.map((name) => `${name === indexed ? "" : "+"}${FILTERS[name]} = :${name}`);
  // The partial index on the state is used only if its own condition is there.
  if (indexed === "state") conditions.push("state <> 'delivered'");
  const from = indexed === undefined ? `(SELECT * ${STEP_FROM})` : "notification";
  const where = ["id < :before", ...conditions].join(" AND ");
  return `SELECT ${NOTIFICATION_COLUMNS} FROM ${from} WHERE ${where} ${NEWEST_FIRST} LIMIT :limit`;
}
