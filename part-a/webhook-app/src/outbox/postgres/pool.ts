import { Pool, type PoolClient } from "pg";
import { within } from "../../within.ts";
import { MAX_WAIT_MS, OutboxUnavailable } from "../unavailable.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import { isReadOnly, isRefusal, spoilsSession, unavailable, type TroubleReport } from "./trouble.ts";

interface StatementOptions {
  /**
   * The connection keeps the statement's plan under this name. Only for statements whose plan suits tables of any size.
   */
  name?: string;
  /** When it counts as lost, if earlier than `MAX_WAIT_MS`. */
  timeoutMs?: number;
}

export type Query = <Row extends object>(
  sql: string,
  values?: unknown[],
  options?: StatementOptions,
) => Promise<{ rows: Row[]; count: number }>;

export interface Database {
  /**
   * Runs `work` in one transaction, after which nothing remains on the connection.
   *
   * @throws OutboxUnavailable if the database cannot be reached or does not answer in time
   * @throws DatabaseError if it rejects a value
   */
  transaction: <Result>(work: (query: Query) => Promise<Result>) => Promise<Result>;
  /** The same for a single statement, in one round trip. */
  execute: Query;
  close: () => Promise<void>;
}

/** How long a server that no longer answers may delay the process' exit. */
const CLOSE_MS = 1_000;

/** Behind a pooler each transaction sets its own limits: a plain SET would remain on a connection that others use. */
const LIMITS = `SET LOCAL statement_timeout = ${MAX_WAIT_MS - 1_000}; SET LOCAL idle_in_transaction_session_timeout = ${MAX_WAIT_MS}`;

/** Connects on demand; a lost connection fails its statements, and the next statement gets a new connection. */
export function createDatabase({ config, sharesSessions }: ConnectionOptions, report: TroubleReport): Database {
  const begin = sharesSessions ? `BEGIN; ${LIMITS}` : "BEGIN";
  let pool = openPool(config);

  /** If one session shows that the server is unusable, older sessions are too: each would fail one call. */
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
        // Unnamed: the next transaction may be on another connection.
        const { name: _name, ...others } = options ?? {};
        const [, result] = await Promise.all([query(begin), query<never>(sql, values, others), query("COMMIT")]);
        return result;
      }),
    close: () => within(CLOSE_MS, pool.end()),
  };
}

function openPool(config: ConnectionOptions["config"]): Pool {
  const pool = new Pool(config);
  // A lost connection emits an event, idle or not; without a listener it would end the process. Its user
  // learns of it from the query.
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

/** Keeps a session that is usable after a rollback; after other errors its state is unknown. */
async function giveBack(client: PoolClient, cause: unknown): Promise<void> {
  if (spoilsSession(cause)) return client.release(true);
  try {
    await client.query("ROLLBACK");
    client.release();
  } catch {
    client.release(true);
  }
}
