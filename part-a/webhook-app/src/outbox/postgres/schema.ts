import { escapeIdentifier } from "pg";
import type { Database, Query } from "./pool.ts";

/** The tables' schema, with which every statement qualifies them. */
export const SCHEMA = "webhook_app";

/**
 * Earlier versions created their tables in the role's default schema, mostly `public`. They stay there: Pods
 * of such a version keep using them, and do so after a rollback.
 */
const FIND_SQL = `SELECT CASE
    WHEN to_regclass('${SCHEMA}.notification') IS NOT NULL THEN '${SCHEMA}'
    WHEN (SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema()
      AND tablename IN ('notification', 'seen', 'lease', 'migration')) = 4 THEN current_schema()
  END AS schema, to_regnamespace('${SCHEMA}') IS NOT NULL AS made`;

/** The schema of the outbox's tables, and whether it has to be created first. */
export async function findSchema(query: Query): Promise<{ schema: string; isMissing: boolean }> {
  const { rows } = await query<{ schema: string | null; made: boolean }>(FIND_SQL);
  const [found] = rows;
  return { schema: found?.schema ?? SCHEMA, isMissing: found?.schema == null && found?.made === false };
}

/** A query function for statements that qualify tables with `SCHEMA`, wherever the tables are. */
export function queryIn(schema: string, query: Query): Query {
  if (schema === SCHEMA) return query;
  const prefix = `${escapeIdentifier(schema)}.`;
  const known = new Map<string, string>();
  return (sql, values, options) => {
    const text = known.get(sql) ?? sql.replaceAll(`${SCHEMA}.`, prefix);
    known.set(sql, text);
    return query(text, values, options);
  };
}

export function databaseIn(schema: string, { transaction, execute, close }: Database): Database {
  return {
    execute: queryIn(schema, execute),
    transaction: (work) => transaction((query) => work(queryIn(schema, query))),
    close,
  };
}
