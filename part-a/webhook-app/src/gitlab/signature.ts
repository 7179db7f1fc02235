import { createHmac, timingSafeEqual } from "node:crypto";
import type { HeaderReader } from "./headers.ts";

/** Standard Webhooks leaves the tolerance to the receiver; its own libraries use five minutes. */
const TOLERANCE_SECONDS = 5 * 60;

const MAX_ID_LENGTH = 256;

/** The signature headers of one delivery, checked as far as possible without the body. */
export type SignatureHeaders =
  | { ok: true; id: string; timestamp: string; signatures: Buffer[] }
  | { ok: false; detail: string };

/**
 * Reads `webhook-id`, `webhook-timestamp` (Unix seconds) and `webhook-signature` (space-separated `v1,<base64>`).
 *
 * @param now epoch milliseconds, compared with the timestamp.
 */
export function readSignatureHeaders(header: HeaderReader, now: number): SignatureHeaders {
  const id = header("webhook-id");
  if (!id) return refused("webhook-signature is present but webhook-id is missing.");
  if (id.length > MAX_ID_LENGTH) return refused(`webhook-id is longer than ${MAX_ID_LENGTH} characters.`);
  const timestamp = header("webhook-timestamp");
  if (!timestamp) return refused("webhook-signature is present but webhook-timestamp is missing.");
  if (!/^[0-9]{1,12}$/.test(timestamp)) return refused("webhook-timestamp is not a time in Unix seconds.");
  const stale = staleness(Number(timestamp), now);
  if (stale) return refused(stale);
  const signatures = v1Signatures(header("webhook-signature") ?? "");
  if (signatures.length === 0) return refused("webhook-signature contains no v1 signature (v1,<base64 of 32 bytes>).");
  return { ok: true, id, timestamp, signatures };
}

/**
 * Whether one of the signatures is the HMAC-SHA256 over `id.timestamp.body` under one of the keys. All pairs are
 * compared, so that timing reveals nothing about which key or signature matched.
 *
 * The `standardwebhooks` package is not used: it reads the wall clock itself, decodes the body to a string before
 * hashing (which changes bytes that are not UTF-8), and its HMAC is plain JavaScript. A test checks that both give the
 * same answers.
 */
export function signatureMatches(
  { id, timestamp, signatures }: SignatureHeaders & { ok: true },
  rawBody: Buffer,
  keys: readonly Buffer[],
): boolean {
  let matches = false;
  for (const key of keys) {
    const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(rawBody).digest();
    for (const signature of signatures) matches = timingSafeEqual(expected, signature) || matches;
  }
  return matches;
}

function staleness(timestamp: number, now: number): string | undefined {
  const age = Math.floor(now / 1000) - timestamp;
  if (Math.abs(age) <= TOLERANCE_SECONDS) return undefined;
  const side = age > 0 ? `${age} seconds old` : `${-age} seconds in the future`;
  return `webhook-timestamp is ${side}; at most ${TOLERANCE_SECONDS} seconds are allowed. Check both clocks.`;
}

function v1Signatures(value: string): Buffer[] {
  return value
    .split(" ")
    .filter((entry) => entry.startsWith("v1,"))
    .map((entry) => Buffer.from(entry.slice(3), "base64"))
    .filter((signature) => signature.length === 32);
}

function refused(detail: string): SignatureHeaders {
  return { ok: false, detail };
}
