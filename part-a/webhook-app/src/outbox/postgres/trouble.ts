import { DatabaseError } from "pg";
import { OutboxUnavailable } from "../unavailable.ts";

/** SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function codeOf(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}

/** Classes 22 and 23: the data is invalid, so a retry would not help. */
export function isRefusal(error: unknown): boolean {
  return /^2[23]/.test(codeOf(error) ?? "");
}

/** A server in recovery, a standby, or a read-only database: another session may reach the new primary. */
export function isReadOnly(error: unknown): boolean {
  return codeOf(error) === "25006";
}

/** Whether the server ended the statement at the session's limit. */
export function isTimeout(error: unknown): boolean {
  return codeOf(error) === "57014";
}

/**
 * Whether the same statement may soon succeed: the connection or the server is gone (class 08 and 57P0x too),
 * or read-only, or out of connections, or two transactions conflicted.
 */
function passes(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || /^(?:08|57P0|40001|40P01|25006|53300)/.test(code);
}

/** Whether the session is unusable: lost, or being shut down. After other errors it is usable. */
export function spoilsSession(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || /^(?:08|57P0)/.test(code);
}

/** Errors that do not pass, by SQLSTATE, and what to do about them. */
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

/** The error and what to do about it, if waiting would not help; undefined if it may pass. */
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

/** Reports trouble once for each new cause, however many calls fail because of it. */
export interface TroubleReport {
  trouble: (error: OutboxUnavailable) => void;
  /** A call succeeded. */
  over: () => void;
}

/** The same cause is reported again if calls succeeded for this long: then it is another outage. */
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
