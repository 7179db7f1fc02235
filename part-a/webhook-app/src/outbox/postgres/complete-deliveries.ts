import { hexKey } from "./hex-key.ts";
import { isToldBy } from "../told-by.ts";
import type { KnownDelivery } from "./known-deliveries.ts";
import type { Query } from "./pool.ts";
import { storeGroup, type KeyedWebhook } from "./store-group.ts";

interface CompletionOptions {
  dedupeWindowMs: number;
  /** What is older may have lost notifications: nobody knows any more whom it told. */
  retentionMs: number;
}

/**
 * Of deliveries that are sent again, tells those whom the policy did not know before. That is no report, so it moves no
 * source on; it is stored under a key of its own, so that two resends at once store it once.
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
  const told = await toldKeys(query, missing);
  const untold = missing.filter((one) => !told.has(toldKey(one)));
  const byDelivery = Map.groupBy(untold, ({ keyed }) => keyed);
  const completions = Array.from(byDelivery, ([keyed, ones]) => completion(keyed, ones));
  return completions.length === 0
    ? new Map()
    : (await storeGroup(query, { group: completions, journal: [], dedupeWindowMs, again: false })).ids;
}

/** One notification of a delivery that is sent again. */
interface Missing {
  keyed: KeyedWebhook;
  index: number;
  meaning: string;
}

function missingOf(keyed: KeyedWebhook, before: KnownDelivery | undefined, retentionMs: number): Missing[] {
  const { webhookId, receivedAt, notifications } = keyed.webhook;
  if (!before || before.leadsTo !== webhookId || before.told.length === 0) return [];
  if (receivedAt - before.receivedAt >= retentionMs) return [];
  const isTold = isToldBy(before.told);
  return notifications.flatMap((one, index) =>
    isTold(one) ? [] : [{ keyed, index, meaning: keyed.meanings[index] ?? "" }],
  );
}

/** As `other` of the accept's statement makes it. */
function toldKey({ keyed, meaning }: Missing): string {
  return hexKey("told", `${keyed.webhook.webhookId} ${meaning}`);
}

async function toldKeys(query: Query, missing: readonly Missing[]): Promise<Set<string>> {
  const { rows } = await query<{ key: string }>(
    `SELECT encode(key, 'hex') AS key FROM webhook_app.seen
     WHERE key IN (SELECT decode(asked, 'hex') FROM unnest($1::text[]) AS asked)`,
    [missing.map(toldKey)],
  );
  return new Set(rows.map(({ key }) => key));
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
