import { DatabaseError, Pool, types, type PoolClient } from "pg";
import { MAX_WAIT_MS } from "../in-time.ts";
import { OutboxUnavailable } from "../outbox.ts";

/**
 * Connections per process: a commit, a settlement, a read by the relay and the lease are each at most one at a time;
 * the rest serve operators. Ten replicas then need 60 of PostgreSQL's default 100.
 */
const CONNECTIONS = 6;

export type Query = <Row extends object>(sql: string, values?: unknown[]) => Promise<{ rows: Row[]; count: number }>;

export interface Database {
  /**
   * Runs `work` in one transaction. Nothing outlives it on the connection, so that PgBouncer may pool transactions.
   *
   * @throws OutboxUnavailable when the database cannot be reached or does not answer in time
   * @throws DatabaseError when it refuses a value
   */
  transaction: <Result>(work: (query: Query) => Promise<Result>) => Promise<Result>;
  /** The same for a single statement, sent together with the transaction's begin and end: one trip instead of three. */
  execute: Query;
  close: () => Promise<void>;
}

/** One message: a parameter in a connection string would not pass PgBouncer, a SET would stay behind on it. */
const BEGIN = `BEGIN; SET LOCAL statement_timeout = ${MAX_WAIT_MS - 1_000}`;

/** Connects on demand; a lost connection costs the transactions on it, and the next one gets a new one. */
export function createDatabase(url: string): Database {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: 3_000,
    // The server's own limit is set in each transaction; this one is for a server that has gone silent.
    query_timeout: MAX_WAIT_MS,
    application_name: "webhook-app",
    // Statements are sent without waiting for the answers to those before. When one fails, the rest of its transaction
    // is refused by the server, and COMMIT rolls back.
    pipeline: true,
    // Ids and epoch milliseconds stay far below 2^53.
    types: {
      getTypeParser: (oid, format) => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)),
    },
  });
  // A connection that breaks is an event of its own, idle or not; without a listener it would end the process. Whoever
  // uses it learns of it from the query.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));

  async function onConnection<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    const client = await connect(pool);
    try {
      const result = await work(queryOn(client));
      client.release();
      return result;
    } catch (error) {
      await giveBack(client, error);
      throw error;
    }
  }

  return {
    transaction: (work) =>
      onConnection(async (query) => {
        const [, result] = await Promise.all([query(BEGIN), work(query)]);
        await query("COMMIT");
        return result;
      }),
    execute: (sql, values) =>
      onConnection(async (query) => {
        const [, result] = await Promise.all([query(BEGIN), query<never>(sql, values), query("COMMIT")]);
        return result;
      }),
    close: () => pool.end(),
  };
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw unavailable(error);
  }
}

function queryOn(client: PoolClient): Query {
  return async <Row extends object>(sql: string, values: unknown[] = []) => {
    try {
      const { rows, rowCount } = await client.query<Row>(sql, values);
      return { rows, count: rowCount ?? 0 };
    } catch (error) {
      throw isRefusal(error) ? error : unavailable(error);
    }
  };
}

/** What the server itself reported leaves the connection good once rolled back; after anything else nobody knows. */
async function giveBack(client: PoolClient, error: unknown): Promise<void> {
  const cause = error instanceof OutboxUnavailable ? error.cause : undefined;
  if (cause !== undefined && !(cause instanceof DatabaseError)) return client.release(true);
  try {
    await client.query("ROLLBACK");
    client.release();
  } catch {
    client.release(true);
  }
}

/** Classes 22 and 23 of SQLSTATE: the data does not fit. Sending it again would not help. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && /^2[23]/.test(error.code ?? "");
}

function unavailable(error: unknown): OutboxUnavailable {
  return new OutboxUnavailable(`PostgreSQL does not answer: ${messageOf(error)}.`, { cause: error });
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
