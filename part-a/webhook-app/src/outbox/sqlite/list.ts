import type { DatabaseSync } from "node:sqlite";
import type { ListQuery, Notification } from "../outbox.ts";
import { indexedFilter, pageSql, STEP_END_SQL } from "./list-sql.ts";
import { prepareRows, toNotification, type NotificationRow, type ReadRows } from "./notification-row.ts";

/** What one step found; `next` is where the next one begins, null when there is nothing more to look at. */
export interface ListStep {
  rows: NotificationRow[];
  next: number | null;
}

/** Looks for a page of notifications in some thousand rows, or in all of them when an index helps. */
export function createListStep(db: DatabaseSync) {
  const statements = new Map<string, ReadRows>();
  const stepEnd = db.prepare(STEP_END_SQL);

  function prepared(sql: string): ReadRows {
    const read = statements.get(sql) ?? prepareRows(db, sql);
    statements.set(sql, read);
    return read;
  }

  return (query: ListQuery): ListStep => {
    const before = query.before ?? Number.MAX_SAFE_INTEGER;
    const given = Object.entries({ ...query, before }).filter(([, value]) => value !== undefined);
    const rows = prepared(pageSql(query))(Object.fromEntries(given));
    const isComplete = rows.length === query.limit || indexedFilter(query) !== undefined;
    return { rows, next: isComplete ? null : ((stepEnd.get({ before })?.["id"] ?? null) as number | null) };
  };
}

/** A whole page, by as many steps as it takes; other operations get their turns in between. */
export async function listBySteps(
  step: (query: ListQuery) => Promise<ListStep>,
  query: ListQuery,
): Promise<Notification[]> {
  const found: Notification[] = [];
  let next: number | null = query.before ?? Number.MAX_SAFE_INTEGER;
  while (next !== null) {
    const done = await step({ ...query, before: next, limit: query.limit - found.length });
    found.push(...done.rows.map(toNotification));
    next = done.next;
  }
  return found;
}
