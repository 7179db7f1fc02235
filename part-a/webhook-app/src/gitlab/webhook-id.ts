import { createHash, randomUUID } from "node:crypto";
import type { HeaderReader } from "./headers.ts";

/** Visible ASCII, no blanks: fit for a log line, an answer and a key as it is. GitLab sends a UUID. */
const PLAIN_ID = /^[\x21-\x7e]{1,128}$/;

/**
 * The key of a delivery, equal when GitLab sends it again by hand: `webhook-id` (GitLab >= 19.0, signed hooks), else
 * `Idempotency-Key` (>= 17.4), which holds the same value. An id of another form counts by its hash. Older versions send neither:
 * then it is a hash of the body, and of a push a new one each time, since the same push may happen again, to the byte.
 * `X-Gitlab-Webhook-UUID` is no key: GitLab makes a new one for every execution.
 */
export function webhookIdOf(header: HeaderReader, rawBody: Buffer, kind: string): string {
  const isPush = kind === "push" || kind === "tag_push";
  return sentId(header) ?? (isPush ? `unnamed:${randomUUID()}` : `sha256:${sha256(rawBody)}`);
}

/** The same of a delivery whose body is not read: one that sends no id gets one of its own. */
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
