import type { Query } from "./pool.ts";

/** The webhooks that known keys (as hex) lead to. */
export async function findKeys(query: Query, keys: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await query<{ key: string; webhook_id: string }>(
    `SELECT encode(key, 'hex') AS key, webhook_id FROM seen
     WHERE key IN (SELECT decode(given, 'hex') FROM unnest($1::text[]) AS given)`,
    [keys],
  );
  return new Map(rows.map(({ key, webhook_id }) => [key, webhook_id]));
}

/** Makes known keys (as hex) lead to other webhooks. */
export async function redirectKeys(query: Query, targets: readonly { key: string; webhookId: string }[]) {
  if (targets.length === 0) return;
  await query(
    `UPDATE seen SET webhook_id = given.webhook_id
     FROM unnest($1::text[], $2::text[]) AS given (key, webhook_id) WHERE seen.key = decode(given.key, 'hex')`,
    [targets.map(({ key }) => key), targets.map(({ webhookId }) => webhookId)],
  );
}
