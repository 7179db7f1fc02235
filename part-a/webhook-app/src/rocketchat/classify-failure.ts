import { errors } from "undici";
import type { Unavailable, Unclear } from "./answer.ts";
import { RequestTimeout } from "./exchange.ts";

/** The connection stood and broke: a proxy may do so because of what we sent. */
const BROKEN_OFF = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);

/** Our own mistake. */
const DEFECT = /^(?:ERR_INVALID|UND_ERR_INVALID|UND_ERR_NOT_SUPPORTED)/;

/** What came was no HTTP, or too much of it. (The parser's errors have no code in undici 7.) */
function isGarbage(error: unknown): boolean {
  return error instanceof errors.HTTPParserError || error instanceof errors.ResponseExceededMaxSizeError;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/**
 * Says what it means that a request got no answer.
 *
 * @throws `error` itself when neither the network nor Rocket.Chat is to blame.
 */
export function classifyFailure(error: unknown): Omit<Unavailable, "evidence"> | Omit<Unclear, "evidence"> {
  if (error instanceof RequestTimeout) return { status: "unclear", reason: "timeout" };
  if (isGarbage(error)) return { status: "unclear", reason: "server_error" };
  const code = codeOf(error);
  if (code === undefined || DEFECT.test(code)) throw error;
  if (BROKEN_OFF.has(code)) return { status: "unclear", reason: "unreachable" };
  // No connection, for whatever reason (refused, no such host, no route, TLS): the message had no part in it.
  return { status: "unavailable", reason: "unreachable" };
}
