import { Pool, type PoolClient } from "pg";
import { within } from "../../within.ts";
import { MAX_WAIT_MS, OutboxUnavailable } from "../unavailable.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import { isReadOnly, isRefusal, spoilsSession, unavailable, type TroubleReport } from "./trouble.ts";

interface StatementOptions {
  /** Under this name the connection keeps the statement's plan. Only for one whose plan is right for tables of any size. */
  name?: string;
  /** Until it counts as lost, if that is to be earlier than `MAX_WAIT_MS`. */
  timeoutMs?: number;
}

export type Query = <Row extends object>(
  sql: string,
  values?: unknown[],
  options?: StatementOptions,
) => Promise<{ rows: Row[]; count: number }>;

export interface Database {
  /**
   * Runs `work` in one transaction. Nothing outlives it on the connection.
   *
   * @throws OutboxUnavailable when the database cannot be reached or does not answer in time
   * @throws DatabaseError when it refuses a value
   */
  transaction: <Result>(work: (query: Query) => Promise<Result>) => Promise<Result>;
  /** The same for a single statement, in one trip. */
  execute: Query;
  close: () => Promise<void>;
}

/** How long a server that went silent may hold up the end of the process. */
const CLOSE_MS = 1_000;

/** Through a pooler each transaction brings its limits itself: a SET would stay behind on a connection of others. */
const LIMITS = `SET LOCAL statement_timeout = ${MAX_WAIT_MS - 1_000}; SET LOCAL idle_in_transaction_session_timeout = ${MAX_WAIT_MS}`;

/** Connects on demand; a lost connection costs the statements on it, and the next one gets a new one. */
export function createDatabase({ config, sharesSessions }: ConnectionOptions, report: TroubleReport): Database {
  const begin = sharesSessions ? `BEGIN; ${LIMITS}` : "BEGIN";
  let pool = openPool(config);

  /** What one session says of the server holds for those opened before it too: they would fail one call each. */
  function openAnew(): void {
    void pool.end();
    pool = openPool(config);
  }

  async function onConnection<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    const source = pool;
    try {
      const result = await onClient(source, work);
      report.over();
      return result;
    } catch (error) {
      if (error instanceof OutboxUnavailable) {
        report.trouble(error);
        if (isReadOnly(error.cause) && source === pool) openAnew();
      }
      throw error;
    }
  }

  return {
    transaction: (work) =>
      onConnection(async (query) => {
        const [, result] = await Promise.all([query(begin), work(query)]);
        await query("COMMIT");
        return result;
      }),
    execute: (sql, values, options) =>
      onConnection(async (query) => {
        if (!sharesSessions) return query<never>(sql, values, options);
        // No name: the next transaction may be on another connection.
        const { name: _name, ...others } = options ?? {};
        const [, result] = await Promise.all([query(begin), query<never>(sql, values, others), query("COMMIT")]);
        return result;
      }),
    close: () => within(CLOSE_MS, pool.end()),
  };
}

function openPool(config: ConnectionOptions["config"]): Pool {
  const pool = new Pool(config);
  // A connection that breaks is an event of its own, idle or not; without a listener it would end the process. Whoever
  // uses it learns of it from the query.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

async function onClient<Result>(pool: Pool, work: (query: Query) => Promise<Result>): Promise<Result> {
  const client = await pool.connect().catch((error: unknown) => {
    throw unavailable(error);
  });
  try {
    const result = await work((sql, values, options) => send(client, sql, values, options));
    client.release();
    return result;
  } catch (error) {
    await giveBack(client, error instanceof OutboxUnavailable ? error.cause : error);
    throw error;
  }
}

async function send<Row extends object>(
  client: PoolClient,
  sql: string,
  values: unknown[] = [],
  { name, timeoutMs }: StatementOptions = {},
): Promise<{ rows: Row[]; count: number }> {
  const limit = timeoutMs === undefined ? {} : { query_timeout: timeoutMs };
  try {
    const { rows, rowCount } = await client.query<Row>({ text: sql, values, ...limit, ...(name && { name }) });
    return { rows, count: rowCount ?? 0 };
  } catch (error) {
    throw isRefusal(error) ? error : unavailable(error);
  }
}

/** A session that is good once rolled back goes on; after anything else nobody knows. */
async function giveBack(client: PoolClient, cause: unknown): Promise<void> {
  if (spoilsSession(cause)) return client.release(true);
  try {
    await client.query("ROLLBACK");
    client.release();
  } catch {
    client.release(true);
  }
}
