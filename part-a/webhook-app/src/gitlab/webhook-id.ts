import { createHash, randomUUID } from "node:crypto";
import type { HeaderReader } from "./headers.ts";

/** Visible ASCII without blanks: safe in log lines, answers and keys. GitLab sends a UUID. */
const PLAIN_ID = /^[\x21-\x7e]{1,128}$/;

/**
 * The key of a delivery, which a resend repeats: `webhook-id` (GitLab >= 19.0, signed hooks), otherwise
 * `Idempotency-Key` (>= 17.4), which has the same value. Ids of another form are hashed. Older versions send neither:
 * then it is a hash of the body, or for a push a new id each time, because the same push may happen again, byte for
 * byte. `X-Gitlab-Webhook-UUID` cannot be the key: GitLab makes a new one for every execution.
 */
export function webhookIdOf(header: HeaderReader, rawBody: Buffer, kind: string): string {
  const isPush = kind === "push" || kind === "tag_push";
  return sentId(header) ?? (isPush ? `unnamed:${randomUUID()}` : `sha256:${sha256(rawBody)}`);
}

/** The same for a delivery whose body is not read: without an id it gets a new one. */
export function webhookIdWithout(header: HeaderReader): string {
  return sentId(header) ?? `unread:${randomUUID()}`;
}

function sentId(header: HeaderReader): string | undefined {
  const id = header("webhook-id") || header("idempotency-key");
  return !id || PLAIN_ID.test(id) ? id || undefined : `id-sha256:${sha256(id)}`;
}

function sha256(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}
