import { isNotifiedBy } from "../already-notified.ts";
import { hexKey } from "../key-hash.ts";
import { DELIVERY_KEY_MS } from "../webhook.ts";
import type { KeyedWebhook } from "./keyed-webhook.ts";
import type { KnownDelivery } from "./known-deliveries.ts";
import type { Query } from "./pool.ts";
import { storeGroup } from "./store-group.ts";

interface CompletionOptions {
  dedupeWindowMs: number;
  /** An older delivery may have lost notifications: it is unknown whom it notified. */
  retentionMs: number;
}

/**
 * For resent deliveries, notifies people whom the policy did not know before. This is not a report, so it does not
 * advance a source; it is stored under its own key, so that two concurrent resends store it once.
 *
 * @returns the new notifications' ids by their message ids
 */
export async function completeDeliveries(
  query: Query,
  group: readonly KeyedWebhook[],
  known: ReadonlyMap<string, KnownDelivery>,
  { dedupeWindowMs, retentionMs }: CompletionOptions,
): Promise<Map<string, number>> {
  const missing = group.flatMap((keyed) => missingOf(keyed, known.get(keyed.webhook.webhookId), retentionMs));
  if (missing.length === 0) return new Map();
  const notified = await knownKeys(query, missing);
  const unnotified = missing.filter((one) => !notified.has(keyOf(one)));
  const byDelivery = Map.groupBy(unnotified, ({ keyed }) => keyed);
  const completions = Array.from(byDelivery, ([keyed, ones]) => completion(keyed, ones));
  if (completions.length === 0) return new Map();
  const { ids } = await storeGroup(query, { group: completions, journal: [], dedupeWindowMs, again: false });
  await remember(
    query,
    unnotified.filter(({ messageId }) => !ids.has(messageId)),
  );
  return ids;
}

/** One notification of a resent delivery. */
interface Missing {
  keyed: KeyedWebhook;
  index: number;
  messageId: string;
  meaning: string;
}

function missingOf(keyed: KeyedWebhook, before: KnownDelivery | undefined, retentionMs: number): Missing[] {
  const { webhookId, receivedAt, notifications } = keyed.webhook;
  if (!before || before.leadsTo !== webhookId || before.notifications.length === 0) return [];
  if (receivedAt - before.receivedAt >= retentionMs) return [];
  const isNotified = isNotifiedBy(before.notifications);
  return notifications.flatMap((one, index) =>
    isNotified(one) ? [] : [{ keyed, index, messageId: one.messageId, meaning: keyed.meanings[index] ?? "" }],
  );
}

/** The same key as `other` in the accepting statement. */
function keyOf({ keyed, meaning }: Missing): string {
  return hexKey("told", `${keyed.webhook.webhookId} ${meaning}`);
}

async function knownKeys(query: Query, missing: readonly Missing[]): Promise<Set<string>> {
  const { rows } = await query<{ key: string }>(
    `SELECT encode(key, 'hex') AS key FROM webhook_app.seen
     WHERE key IN (SELECT decode(asked, 'hex') FROM unnest($1::text[]) AS asked)`,
    [missing.map(keyOf)],
  );
  return new Set(rows.map(({ key }) => key));
}

/** Remembers people whom another webhook notified, so that no later resend notifies them, whoever else it names. */
async function remember(query: Query, notified: readonly Missing[]): Promise<void> {
  if (notified.length === 0) return;
  await query(
    `INSERT INTO webhook_app.seen (key, webhook_id, expires_at)
     SELECT decode(key, 'hex'), webhook_id, expires_at
     FROM unnest($1::text[], $2::text[], $3::bigint[]) AS given (key, webhook_id, expires_at) ORDER BY key
     ON CONFLICT (key) DO NOTHING`,
    [
      notified.map(keyOf),
      notified.map(({ keyed }) => keyed.webhook.webhookId),
      notified.map(({ keyed }) => keyed.webhook.receivedAt + DELIVERY_KEY_MS),
    ],
  );
}

function completion({ webhook }: KeyedWebhook, ones: readonly Missing[]): KeyedWebhook {
  const meanings = ones.map(({ meaning }) => meaning);
  const name = `${webhook.webhookId} also to ${meanings.toSorted().join(" ")}`;
  return {
    webhook: {
      ...webhook,
      notifications: webhook.notifications.filter((_, at) => ones.some(({ index }) => index === at)),
    },
    delivery: hexKey("delivery", name),
    lead: hexKey("lead", name),
    meanings,
    source: null,
    transition: null,
  };
}
