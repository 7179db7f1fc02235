import { setTimeout as sleep } from "node:timers/promises";
import { OutboxUnavailable } from "../unavailable.ts";
import { MIGRATIONS, type Migration } from "./migrations.ts";
import type { Database, Query } from "./pool.ts";
import { findSchema, queryIn, SCHEMA } from "./schema.ts";
import { isTimeout, permanentTrouble } from "./trouble.ts";

/** A Pod often starts before its database: how long to wait for it. */
const PATIENCE_MS = 60_000;

const MIGRATING = "Another process is migrating the database. This one waits until that has finished.";

/** A migration has no time limit, but does not queue long for locks: others would wait behind it. */
const LIMITS = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '2s'";
const NO_LIMIT = { timeoutMs: 2 ** 31 - 1 };

/**
 * Migrates the database to the newest version and returns the schema of the tables. Safe when many processes
 * start at once: they take turns with a lock that ends with the transaction.
 *
 * @param migrations all migrations of this program
 * @param patienceMs how long to wait for a database that cannot be reached; a migration of another process is waited for
 * however long it takes
 * @throws Error that says what to do, at once, if it can never work; OutboxUnavailable if the database cannot be
 * reached for a minute
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = MIGRATIONS,
  patienceMs = PATIENCE_MS,
): Promise<string> {
  let deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      const { schema, isNewest } = await database.transaction((query) => applyNext(unlimited(query), migrations));
      if (isNewest) return schema;
      deadline = performance.now() + patienceMs;
    } catch (error) {
      if (!(error instanceof OutboxUnavailable)) throw error;
      const permanent = permanentTrouble(error.cause);
      if (permanent !== undefined) throw permanent;
      if (error.message === MIGRATING) deadline = performance.now() + patienceMs;
      else if (performance.now() > deadline) throw error;
      await sleep(500);
    }
  }
}

function unlimited(query: Query): Query {
  return (sql, values) => query(sql, values, NO_LIMIT);
}

/** Applies one migration, if one is missing: between two, old processes that wait for its locks have their turns. */
async function applyNext(
  query: Query,
  migrations: readonly Migration[],
): Promise<{ schema: string; isNewest: boolean }> {
  await checkSession(query);
  await takeTurn(query);
  await query(LIMITS);
  const { schema, isMissing } = await findSchema(query);
  if (isMissing) await query(`CREATE SCHEMA ${SCHEMA}`);
  const queryHere = queryIn(schema, query);
  const version = await readVersion(queryHere, migrations.length);
  const next = migrations[version];
  if (next === undefined) return { schema, isNewest: true };
  await queryHere(next.sql);
  await queryHere(`INSERT INTO ${SCHEMA}.schema_version VALUES ($1, $2)`, [version + 1, next.minCompatible]);
  return { schema, isNewest: version + 1 === migrations.length };
}

/** Waits as long as a statement may. */
async function takeTurn(query: Query): Promise<void> {
  try {
    await query("SELECT pg_advisory_xact_lock(hashtext('webhook-app.migrations'))");
  } catch (error) {
    if (error instanceof OutboxUnavailable && isTimeout(error.cause)) {
      throw new OutboxUnavailable(MIGRATING, { cause: error.cause });
    }
    throw error;
  }
}

/** Checks what no later statement would show: the encoding, and a pooler that drops our limits. */
async function checkSession(query: Query): Promise<void> {
  const { rows } = await query<{ encoding: string; limit: string }>(
    "SELECT current_setting('server_encoding') AS encoding, current_setting('statement_timeout') AS limit",
  );
  const [{ encoding, limit } = { encoding: "", limit: "" }] = rows;
  if (encoding !== "UTF8") {
    throw new Error(
      `The database's encoding is ${encoding}, but messages may contain any character. ` +
        "Create one with: CREATE DATABASE <name> ENCODING 'UTF8' TEMPLATE template0.",
    );
  }
  if (limit === "0") {
    throw new Error(
      "The session lost the statement timeout that it was opened with, as happens behind a pooler such as PgBouncer. " +
        "Add ?pgbouncer=true to DATABASE_URL.",
    );
  }
}

/**
 * How many migrations the schema has. In its own table since versions can be compatible; programs of the first version,
 * which reject a schema that their table `migration` does not list, still use that table.
 */
async function readVersion(query: Query, known: number): Promise<number> {
  const { rows } = await query<{ made: boolean; old: boolean }>(
    `SELECT to_regclass('${SCHEMA}.schema_version') IS NOT NULL AS made, to_regclass('${SCHEMA}.lease') IS NOT NULL AS old`,
  );
  const [{ made, old } = { made: false, old: false }] = rows;
  if (!made) {
    await query(`CREATE TABLE ${SCHEMA}.schema_version (version integer PRIMARY KEY, min_compatible integer NOT NULL)`);
    if (old) await query(`INSERT INTO ${SCHEMA}.schema_version VALUES (1, 1)`);
  }
  const versions = await query<{ version: number; needed: number }>(
    `SELECT coalesce(max(version), 0) AS version, coalesce(max(min_compatible), 0) AS needed FROM ${SCHEMA}.schema_version`,
  );
  const [{ version, needed } = { version: 0, needed: 0 }] = versions.rows;
  if (needed > known) {
    throw new Error(
      `The database has schema version ${version}; this program knows versions up to ${known}. ` +
        `A newer version has used it, and only programs for version ${needed} or newer work with it: run one of those, or use another database.`,
    );
  }
  return version;
}
