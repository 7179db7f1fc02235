import { keyHash } from "../key-hash.ts";
import {
  DELIVERY_KEY_MS,
  OutboxUnavailable,
  type Acceptance,
  type IncomingWebhook,
  type NewNotification,
} from "../outbox.ts";
import { isRefusal, type Database, type Query } from "./pool.ts";
import { findKeys, redirectKeys, rememberKeys, type SeenKey } from "./seen.ts";

export interface ReceivedWebhook extends IncomingWebhook {
  receivedAt: number;
}

interface Meant extends SeenKey {
  notification: NewNotification;
  receivedAt: number;
}

const hex = (key: Uint8Array): string => Buffer.from(key).toString("hex");

/** The first of each key: within a group, too, the first one counts. */
function firstOfEach<Key extends SeenKey>(keys: readonly Key[]): Key[] {
  const first = new Map<string, Key>();
  for (const one of keys) if (!first.has(hex(one.key))) first.set(hex(one.key), one);
  return [...first.values()];
}

function deliveryOf({ webhookId, receivedAt: now }: ReceivedWebhook): SeenKey {
  return { key: keyHash("delivery", webhookId), webhookId, now, expiresAt: now + DELIVERY_KEY_MS };
}

function meaningsOf({ webhookId, receivedAt, notifications }: ReceivedWebhook, dedupeWindowMs: number): Meant[] {
  return notifications.map((notification) => ({
    key: keyHash("meaning", notification.meaningKey),
    webhookId,
    now: receivedAt,
    expiresAt: receivedAt + dedupeWindowMs,
    notification,
    receivedAt,
  }));
}

/** Inserts in the given order, so that ids keep it; returns each one's id by its message id. */
async function insertNotifications(query: Query, meant: readonly Meant[]): Promise<Map<string, number>> {
  if (meant.length === 0) return new Map();
  const column = (name: keyof NewNotification) => meant.map(({ notification }) => notification[name]);
  const { rows } = await query<{ id: number; message_id: string }>(
    `INSERT INTO notification (message_id, recipient, text, project, ref, sha, webhook_id, received_at, pending_since)
     SELECT message_id, recipient, text, project, ref, sha, webhook_id, received_at, received_at
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])
       WITH ORDINALITY AS given (message_id, recipient, text, project, ref, sha, webhook_id, received_at, position)
     ORDER BY position RETURNING id, message_id`,
    [
      column("messageId"),
      column("recipient"),
      column("text"),
      column("project"),
      column("ref"),
      column("sha"),
      meant.map(({ webhookId }) => webhookId),
      meant.map(({ receivedAt }) => receivedAt),
    ],
  );
  return new Map(rows.map(({ id, message_id }) => [message_id, id]));
}

/** Stores a group of webhooks, decides what is a duplicate, and answers for each. */
async function acceptGroup(query: Query, webhooks: readonly ReceivedWebhook[], dedupeWindowMs: number) {
  const deliveries = firstOfEach(webhooks.map(deliveryOf));
  const newKeys = await rememberKeys(query, deliveries);
  // Of two equal deliveries in a group the first webhook owns the key.
  const owners = new Map<string, ReceivedWebhook>();
  for (const webhook of webhooks) {
    const key = hex(deliveryOf(webhook).key);
    if (newKeys.has(key) && !owners.has(key)) owners.set(key, webhook);
  }
  const fresh = new Set(owners.values());
  const meant = firstOfEach([...fresh].flatMap((webhook) => meaningsOf(webhook, dedupeWindowMs)));
  const newMeanings = await rememberKeys(query, meant);
  const ids = await insertNotifications(
    query,
    meant.filter(({ key }) => newMeanings.has(hex(key))),
  );
  return answer(query, webhooks, fresh, ids);
}

async function answer(
  query: Query,
  webhooks: readonly ReceivedWebhook[],
  fresh: ReadonlySet<ReceivedWebhook>,
  ids: ReadonlyMap<string, number>,
): Promise<Acceptance[]> {
  const storedOf = ({ notifications }: ReceivedWebhook) =>
    notifications.flatMap(({ messageId, recipient }) => {
      const id = ids.get(messageId);
      return id === undefined ? [] : [{ id, recipient }];
    });
  const isAccepted = (webhook: ReceivedWebhook) =>
    fresh.has(webhook) && (webhook.notifications.length === 0 || storedOf(webhook).length > 0);
  await redirectDuplicates(
    query,
    [...fresh].filter((webhook) => !isAccepted(webhook)),
  );
  const others = webhooks.filter((webhook) => !isAccepted(webhook));
  const known = await findKeys(
    query,
    others.map((webhook) => deliveryOf(webhook).key),
  );
  return webhooks.map((webhook) =>
    isAccepted(webhook)
      ? { status: "accepted", notifications: storedOf(webhook) }
      : { status: "duplicate", webhookId: known.get(hex(deliveryOf(webhook).key)) ?? webhook.webhookId },
  );
}

/** New deliveries whose every notification was told before lead to the webhook that told the first of them. */
async function redirectDuplicates(query: Query, duplicates: readonly ReceivedWebhook[]): Promise<void> {
  const meaning = ({ notifications }: ReceivedWebhook) => keyHash("meaning", notifications[0]?.meaningKey ?? "");
  const known = await findKeys(query, duplicates.map(meaning));
  const targets = duplicates.map((webhook) => ({
    key: deliveryOf(webhook).key,
    webhookId: known.get(hex(meaning(webhook))) ?? webhook.webhookId,
  }));
  await redirectKeys(query, targets);
}

/** Commits groups; when the database refuses a value, one by one, so that only its webhook fails. */
export function createAccept(database: Database, dedupeWindowMs: number) {
  const inOne = (webhooks: readonly ReceivedWebhook[]) =>
    database.transaction((query) => acceptGroup(query, webhooks, dedupeWindowMs));

  async function alone(webhook: ReceivedWebhook): Promise<Acceptance | Error> {
    try {
      return (await inOne([webhook]))[0] ?? new Error("The store gave no answer.");
    } catch (error) {
      if (error instanceof OutboxUnavailable) return error;
      return new Error(`The outbox refuses webhook ${webhook.webhookId}: ${String(error)}`);
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
