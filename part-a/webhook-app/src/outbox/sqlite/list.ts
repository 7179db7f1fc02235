import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ListQuery, Notification } from "../outbox.ts";
import { NOTIFICATION_COLUMNS } from "./columns.ts";

/** Most selective first. */
const FILTERS = [
  ["webhookId", "webhook_id"],
  ["sha", "sha"],
  ["recipient", "recipient"],
  ["state", "state"],
] as const;

/** Newest first, from one index: the plus sign keeps SQLite from choosing the index of a less selective filter. */
export function listSql(query: ListQuery): string {
  const given = FILTERS.filter(([name]) => query[name] !== undefined);
  const conditions = given.map(([name, column], index) => `${index === 0 ? "" : "+"}${column} = :${name}`);
  if (query.before !== undefined) conditions.push("id < :before");
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  return `SELECT ${NOTIFICATION_COLUMNS} FROM notification ${where} ORDER BY id DESC LIMIT :limit`;
}

export function createList(db: DatabaseSync) {
  const statements = new Map<string, StatementSync>();

  function prepared(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  }

  return (query: ListQuery): Notification[] => {
    const parameters = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
    return prepared(listSql(query)).all(parameters) as unknown as Notification[];
  };
}
