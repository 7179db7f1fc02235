import { DELIVERY_KEY_MS, OutboxUnavailable, type Acceptance } from "../outbox.ts";
import { refusal, type ReceivedWebhook } from "../received-webhook.ts";
import { insertNotifications, type Asked } from "./insert.ts";
import { isRefusal, type Database, type Query } from "./pool.ts";
import { findKeys, redirectKeys, rememberKeys, seenKey, type SeenKey } from "./seen.ts";

interface Received {
  webhook: ReceivedWebhook;
  delivery: SeenKey;
  meanings: Meaning[];
}

interface Meaning extends SeenKey, Asked {}

/** A webhook with its keys, each hashed once. */
function withKeys(webhook: ReceivedWebhook, dedupeWindowMs: number): Received {
  return {
    webhook,
    delivery: seenKey("delivery", webhook.webhookId, webhook, DELIVERY_KEY_MS),
    meanings: webhook.notifications.map((notification) => ({
      ...seenKey("meaning", notification.meaningKey, webhook, dedupeWindowMs),
      webhook,
      notification,
    })),
  };
}

/** The first of each key: within a group, too, the first one counts. */
function firstOfEach<Item>(items: readonly Item[], keyOf: (item: Item) => SeenKey): Item[] {
  const first = new Map<string, Item>();
  for (const item of items) {
    const { hex } = keyOf(item);
    if (!first.has(hex)) first.set(hex, item);
  }
  return [...first.values()];
}

/** Stores a group of webhooks, decides what is a duplicate, and answers for each. */
async function acceptGroup(query: Query, group: readonly Received[]): Promise<Acceptance[]> {
  const deliveries = firstOfEach(group, ({ delivery }) => delivery);
  const newDeliveries = await rememberKeys(
    query,
    deliveries.map(({ delivery }) => delivery),
  );
  const fresh = deliveries.filter(({ delivery }) => newDeliveries.has(delivery.hex));
  const meanings = firstOfEach(
    fresh.flatMap((received) => received.meanings),
    (meaning) => meaning,
  );
  const newMeanings = await rememberKeys(query, meanings);
  const ids = await insertNotifications(
    query,
    meanings.filter(({ hex }) => newMeanings.has(hex)),
  );
  return answer(query, group, new Set(fresh), ids);
}

async function answer(
  query: Query,
  group: readonly Received[],
  fresh: ReadonlySet<Received>,
  ids: ReadonlyMap<string, number>,
): Promise<Acceptance[]> {
  const acceptances = group.map((received) => (fresh.has(received) ? acceptanceOf(received, ids) : undefined));
  const duplicates = group.filter((_, index) => acceptances[index] === undefined);
  await redirectDuplicates(
    query,
    duplicates.filter((received) => fresh.has(received)),
  );
  const known = await findKeys(
    query,
    duplicates.map(({ delivery }) => delivery),
  );
  return group.map(({ webhook, delivery }, index) => {
    return acceptances[index] ?? { status: "duplicate", webhookId: known.get(delivery.hex) ?? webhook.webhookId };
  });
}

/** Undefined when all of its notifications were told before. */
function acceptanceOf({ webhook }: Received, ids: ReadonlyMap<string, number>): Acceptance | undefined {
  const notifications = webhook.notifications.flatMap(({ messageId, recipient }) => {
    const id = ids.get(messageId);
    return id === undefined ? [] : [{ id, recipient }];
  });
  if (notifications.length === 0 && webhook.notifications.length > 0) return undefined;
  return { status: "accepted", notifications };
}

/** New deliveries whose every notification was told before lead to the webhook that told the first of them. */
async function redirectDuplicates(query: Query, duplicates: readonly Received[]): Promise<void> {
  const known = await findKeys(
    query,
    duplicates.flatMap(({ meanings }) => meanings.slice(0, 1)),
  );
  const targets = duplicates.map(({ webhook, delivery, meanings: [first] }) => ({
    key: delivery.key,
    webhookId: known.get(first?.hex ?? "") ?? webhook.webhookId,
  }));
  await redirectKeys(query, targets);
}

/** Commits groups; when the database refuses a value, one by one, so that only its webhook fails. */
export function createAccept(database: Database, dedupeWindowMs: number) {
  function inOne(webhooks: readonly ReceivedWebhook[]): Promise<Acceptance[]> {
    const group = webhooks.map((webhook) => withKeys(webhook, dedupeWindowMs));
    return database.transaction((query) => acceptGroup(query, group));
  }

  async function alone(webhook: ReceivedWebhook): Promise<Acceptance | Error> {
    try {
      return (await inOne([webhook]))[0] ?? new Error("The store gave no answer.");
    } catch (error) {
      if (error instanceof OutboxUnavailable) return error;
      return refusal(webhook, error);
    }
  }

  return async (webhooks: ReceivedWebhook[]): Promise<(Acceptance | Error)[]> => {
    try {
      return await inOne(webhooks);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const outcomes: (Acceptance | Error)[] = [];
      for (const webhook of webhooks) outcomes.push(await alone(webhook));
      return outcomes;
    }
  };
}
