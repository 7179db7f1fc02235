import { DatabaseError } from "pg";
import { OutboxUnavailable } from "../unavailable.ts";

/** SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function codeOf(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}

/** Classes 22 and 23: the data does not fit. Sending it again would not help. */
export function isRefusal(error: unknown): boolean {
  return /^2[23]/.test(codeOf(error) ?? "");
}

/** A server in recovery, a standby, or a database that was made read-only: another session may be on the new primary. */
export function isReadOnly(error: unknown): boolean {
  return codeOf(error) === "25006";
}

/**
 * Whether the same statement may come through in a moment: the connection or the server is gone (class 08 and 57P0x too),
 * or read-only, or full of connections, or two transactions were in each other's way.
 */
function passes(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || /^(?:08|57P0|40001|40P01|25006|53300)/.test(code);
}

/** Whether the session is of no more use: lost, or being shut down. What else a server reports leaves it good. */
export function spoilsSession(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || /^(?:08|57P0)/.test(code);
}

/** What can never work, whatever the time, by SQLSTATE, and what to do about it. */
const PERMANENT: [code: RegExp, advice: string][] = [
  [/^28/, "Check the user, the password and the server's pg_hba.conf."],
  [/^08P01/, "Behind a pooler such as PgBouncer, add ?pgbouncer=true to DATABASE_URL."],
  [/^3D000/, "Create the database, or set another one in DATABASE_URL."],
  [
    /^42501/,
    "Grant the role the right to create schemas in the database, or create the schema for it: " +
      "CREATE SCHEMA webhook_app AUTHORIZATION <role>.",
  ],
];

/** The error by name and what to do about it, when waiting would not help; undefined when it may pass. */
export function permanentTrouble(error: unknown): Error | undefined {
  const code = codeOf(error) ?? "";
  const [, advice] = PERMANENT.find(([pattern]) => pattern.test(code)) ?? [];
  if (advice === undefined) return undefined;
  // Without its cause, which a log line would repeat.
  return new Error(`${describe(error)} ${advice}`);
}

export function unavailable(error: unknown): OutboxUnavailable {
  return new OutboxUnavailable(describe(error), { cause: error, passes: passes(error) });
}

function describe(error: unknown): string {
  const code = codeOf(error);
  const what = code === undefined ? "does not answer" : `refuses (${code})`;
  return `PostgreSQL ${what}: ${messageOf(error)}.`;
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

/** Reports trouble once for each new cause, however many calls fail of it. */
export interface TroubleReport {
  trouble: (error: OutboxUnavailable) => void;
  /** A call came through. */
  over: () => void;
}

/** The same cause is reported again when calls came through for this long before: then it is another outage. */
const CALM_MS = 10_000;

export function createTroubleReport(onTrouble: (error: OutboxUnavailable) => void = () => {}): TroubleReport {
  let cause: string | undefined;
  let since = 0;

  return {
    trouble(error) {
      since = performance.now();
      if (error.message === cause) return;
      cause = error.message;
      onTrouble(error);
    },
    over() {
      if (cause !== undefined && performance.now() - since > CALM_MS) cause = undefined;
    },
  };
}
