import { Client, types, type PoolConfig } from "pg";
import { MAX_WAIT_MS } from "../unavailable.ts";

/**
 * Connections per process: a commit, a settlement, a read by the relay and the lease are each at most one at a time;
 * the rest serve operators. Ten replicas then need 60 of PostgreSQL's default 100.
 */
const CONNECTIONS = 6;

export interface ConnectionOptions {
  config: PoolConfig;
  /** A pooler lends connections for a transaction at a time: nothing may be set or prepared on one for later. */
  sharesSessions: boolean;
}

/** The parameter of the URL that says so; by this name others know it too. */
const POOLED = "pgbouncer";

/** Set as the session begins; PgBouncer refuses these, so behind it they are set in each transaction. */
const LIMITS = {
  statement_timeout: MAX_WAIT_MS - 1_000,
  // A transaction whose process or node has died lets go of its locks.
  idle_in_transaction_session_timeout: MAX_WAIT_MS,
};

/**
 * How to connect to the database that `url` names. `?pgbouncer=true` in it says that a pooler lends connections for a
 * transaction at a time.
 *
 * @throws Error when it is no URL, or names TLS files that cannot be read
 */
export function connectionOptions(url: string): ConnectionOptions {
  const [connectionString, sharesSessions] = takePooled(url);
  const config: PoolConfig = {
    connectionString,
    max: CONNECTIONS,
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
    ...(sharesSessions ? {} : LIMITS),
    // The server's own limit ends what it works on; this one is for a server that has gone silent.
    query_timeout: MAX_WAIT_MS,
    application_name: "webhook-app",
    // Statements are sent without waiting for the answers to those before. When one fails, the rest of its transaction
    // is refused by the server, and COMMIT rolls back.
    pipeline: true,
    // Ids and epoch milliseconds stay far below 2^53.
    types: {
      getTypeParser: (oid, format) => (oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format)),
    },
  };
  const mistake = mistakeIn(config);
  if (mistake !== undefined) throw mistake;
  return { config, sharesSessions };
}

function takePooled(url: string): [connectionString: string, sharesSessions: boolean] {
  const parameter = new RegExp(`([?&])${POOLED}=(true|false)(?:&|$)`);
  const value = parameter.exec(url)?.[2];
  return [url.replace(parameter, "$1").replace(/[?&]$/, ""), value === "true"];
}

/** What is wrong with the URL or the files that it names: a client reads both when it is made. */
function mistakeIn(config: PoolConfig): Error | undefined {
  const make = () => new Client(config);
  try {
    make();
    return undefined;
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    // Without its cause, which may hold the URL, and so a password.
    return new Error(`DATABASE_URL cannot be used: ${what}. ${adviceFor(error)}`);
  }
}

function adviceFor(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ERR_INVALID_URL") {
    return "Write postgres://user:password@host:5432/database, with special characters in the password percent-encoded.";
  }
  return "The TLS files that it names (sslrootcert, sslcert, sslkey) must exist and be readable.";
}
