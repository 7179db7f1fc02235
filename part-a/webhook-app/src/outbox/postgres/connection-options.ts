import { Client, types, type PoolConfig } from "pg";
import { MAX_WAIT_MS } from "../unavailable.ts";

/**
 * Connections per process: commit, settlement, the relay's reads and the lease each use at most one at a time;
 * the rest serve operators. Ten replicas then need 60 of PostgreSQL's default 100.
 */
const CONNECTIONS = 6;

export interface ConnectionOptions {
  config: PoolConfig;
  /** A pooler assigns connections per transaction: nothing may be set or prepared on one for later. */
  sharesSessions: boolean;
}

/** The URL's parameter for this; other clients use the same name. */
const POOLED = "pgbouncer";

/** Set at the start of a session; PgBouncer rejects that, so behind it they are set in each transaction. */
const LIMITS = {
  statement_timeout: MAX_WAIT_MS - 1_000,
  // Releases the locks of a transaction whose process or node has died.
  idle_in_transaction_session_timeout: MAX_WAIT_MS,
};

/**
 * How to connect to the database at `url`. `?pgbouncer=true` says that a pooler assigns connections per
 * transaction.
 *
 * @throws Error if it is not a URL, or names TLS files that cannot be read
 */
export function connectionOptions(url: string): ConnectionOptions {
  const [connectionString, sharesSessions] = takePooled(url);
  const config: PoolConfig = {
    connectionString,
    max: CONNECTIONS,
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
    ...(sharesSessions ? {} : LIMITS),
    // The server's own limit ends its work; this one is for a server that no longer answers.
    query_timeout: MAX_WAIT_MS,
    application_name: "webhook-app",
    // Statements are sent without waiting for earlier answers. If one fails, the server rejects the rest of its
    // transaction, and COMMIT rolls back.
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

/** What is wrong with the URL or the files that it names: creating a client reads both. */
function mistakeIn(config: PoolConfig): Error | undefined {
  const make = () => new Client(config);
  try {
    make();
    return undefined;
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    // Without its cause, which may contain the URL, and so a password.
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
