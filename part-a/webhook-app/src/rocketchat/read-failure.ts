import type { AnswerKind } from "./answer-kinds.ts";
import { RequestTimeout } from "./exchange.ts";

/** An established connection was lost: a proxy may do so because of what we sent. */
const BROKEN_OFF = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);

/** OpenSSL's and Node's codes for an invalid certificate or a failed handshake. */
const TLS = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$)/;

/** Codes of our own bugs. */
const DEFECT = /^(?:ERR_INVALID|UND_ERR_INVALID|UND_ERR_NOT_SUPPORTED)/;

/**
 * The answer was not HTTP, or too large. (The parser's errors have no code in undici 7.) Compares names, because for
 * undici's classes every start would load it.
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
 * @throws `error` itself if neither the network nor Rocket.Chat caused it.
 */
export function readFailure(error: unknown): AnswerKind {
  if (error instanceof RequestTimeout) return "timeout";
  if (isGarbage(error)) return "garbage";
  const code = codeOf(error);
  if (code === undefined || DEFECT.test(code)) throw error;
  if (BROKEN_OFF.has(code)) return "broken_off";
  return TLS.test(code) ? "tls" : "no_connection";
}
