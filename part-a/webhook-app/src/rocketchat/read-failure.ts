import type { AnswerKind } from "./answer-kinds.ts";
import { RequestTimeout } from "./exchange.ts";

/** The connection stood and broke: a proxy may do so because of what we sent. */
const BROKEN_OFF = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);

/** OpenSSL's and Node's codes for a certificate or a handshake that will not do. */
const TLS = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$)/;

/** Our own mistake. */
const DEFECT = /^(?:ERR_INVALID|UND_ERR_INVALID|UND_ERR_NOT_SUPPORTED)/;

/**
 * What came was no HTTP, or too much of it. (The parser's errors have no code in undici 7.) By name: for undici's classes
 * every start would load it.
 */
function isGarbage(error: unknown): boolean {
  return error instanceof Error && (error.name === "HTTPParserError" || error.name === "ResponseExceededMaxSizeError");
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/**
 * Says why a request got no answer.
 *
 * @throws `error` itself when neither the network nor Rocket.Chat is to blame.
 */
export function readFailure(error: unknown): AnswerKind {
  if (error instanceof RequestTimeout) return "timeout";
  if (isGarbage(error)) return "garbage";
  const code = codeOf(error);
  if (code === undefined || DEFECT.test(code)) throw error;
  if (BROKEN_OFF.has(code)) return "broken_off";
  return TLS.test(code) ? "tls" : "no_connection";
}
