import { escapeIdentifier } from "pg";
import type { Database, Query } from "./pool.ts";

/** The tables' schema, by which every statement names them. */
export const SCHEMA = "webhook_app";

/**
 * Versions before this schema made their tables where the role makes its own, mostly in `public`. There they stay: Pods
 * of such a version go on beside, and after a rollback.
 */
const FIND_SQL = `SELECT CASE
    WHEN to_regclass('${SCHEMA}.notification') IS NOT NULL THEN '${SCHEMA}'
    WHEN (SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema()
      AND tablename IN ('notification', 'seen', 'lease', 'migration')) = 4 THEN current_schema()
  END AS schema, to_regnamespace('${SCHEMA}') IS NOT NULL AS made`;

/** The schema of the outbox's tables, and whether it has to be made before them. */
export async function findSchema(query: Query): Promise<{ schema: string; isMissing: boolean }> {
  const { rows } = await query<{ schema: string | null; made: boolean }>(FIND_SQL);
  const [found] = rows;
  return { schema: found?.schema ?? SCHEMA, isMissing: found?.schema == null && found?.made === false };
}

/** The same query for statements that name their tables by `SCHEMA`, wherever those are. */
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
