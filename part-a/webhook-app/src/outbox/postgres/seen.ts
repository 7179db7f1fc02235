import { keyHash } from "../key-hash.ts";
import type { ReceivedWebhook } from "../received-webhook.ts";
import type { Query } from "./pool.ts";

/** A key and what it leads to while it is remembered. */
export interface SeenKey {
  key: Uint8Array;
  /** The same key as text, to find it by. */
  hex: string;
  webhookId: string;
  now: number;
  expiresAt: number;
}

/** The key of a webhook's delivery or of one of its meanings, remembered from its receipt on. */
export function seenKey(
  kind: "delivery" | "meaning",
  name: string,
  { webhookId, receivedAt }: ReceivedWebhook,
  forMs: number,
): SeenKey {
  const key = keyHash(kind, name);
  const hex = Buffer.from(key).toString("hex");
  return { key, hex, webhookId, now: receivedAt, expiresAt: receivedAt + forMs };
}

/**
 * Remembers keys, one of each; returns those that were new or had expired, as hex. What was remembered first stays,
 * for as long as it was to stay. In the order of the keys, so that two replicas never wait for each other in a circle.
 */
export async function rememberKeys(query: Query, keys: readonly SeenKey[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const { rows } = await query<{ key: string }>(
    `INSERT INTO seen AS s (key, webhook_id, expires_at)
     SELECT key, webhook_id, expires_at
     FROM unnest($1::bytea[], $2::text[], $3::bigint[]) AS given (key, webhook_id, expires_at) ORDER BY key
     ON CONFLICT (key) DO UPDATE SET webhook_id = excluded.webhook_id, expires_at = excluded.expires_at
     WHERE s.expires_at <= $4
     RETURNING encode(key, 'hex') AS key`,
    [
      keys.map(({ key }) => key),
      keys.map(({ webhookId }) => webhookId),
      keys.map(({ expiresAt }) => expiresAt),
      Math.min(...keys.map(({ now }) => now)),
    ],
  );
  return new Set(rows.map(({ key }) => key));
}

/** The webhooks that known keys lead to, by the key's hex. */
export async function findKeys(query: Query, keys: readonly SeenKey[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const { rows } = await query<{ key: string; webhook_id: string }>(
    "SELECT encode(key, 'hex') AS key, webhook_id FROM seen WHERE key = ANY($1::bytea[])",
    [keys.map(({ key }) => key)],
  );
  return new Map(rows.map(({ key, webhook_id }) => [key, webhook_id]));
}

/** Makes known keys lead to other webhooks. */
export async function redirectKeys(query: Query, targets: readonly { key: Uint8Array; webhookId: string }[]) {
  if (targets.length === 0) return;
  await query(
    `UPDATE seen SET webhook_id = given.webhook_id
     FROM unnest($1::bytea[], $2::text[]) AS given (key, webhook_id) WHERE seen.key = given.key`,
    [targets.map(({ key }) => key), targets.map(({ webhookId }) => webhookId)],
  );
}
