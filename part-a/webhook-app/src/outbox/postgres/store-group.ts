import { DELIVERY_KEY_MS, type NewNotification } from "../outbox.ts";
import type { ReceivedWebhook } from "../received-webhook.ts";
import type { Query } from "./pool.ts";

/** A webhook with the hashes of its keys, as hex. */
export interface KeyedWebhook {
  webhook: ReceivedWebhook;
  delivery: string;
  /** Of its notifications, in their order. */
  meanings: string[];
}

/** What of a group was new. */
export interface Stored {
  /** Ids of the webhooks whose deliveries were. */
  webhookIds: Set<string>;
  /** New notifications' ids by their message ids. */
  ids: Map<string, number>;
}

/**
 * The whole of accepting in one statement: a group costs one trip to the database instead of one for each step.
 *
 * An INSERT … ON CONFLICT sees what others have committed meanwhile and waits for what they are about to. Deliveries
 * before meanings, each in the order of their keys, so that two replicas never wait for each other in a circle: the
 * sort of `asked` needs every row of `new_delivery` first. Within the group the first of equal meanings counts.
 */
const STORE_SQL = `WITH
  new_delivery AS (
    INSERT INTO seen AS known (key, webhook_id, expires_at)
    SELECT decode(key, 'hex'), webhook_id, received_at + ${DELIVERY_KEY_MS}
    FROM unnest($1::text[], $2::text[], $3::bigint[]) AS given (key, webhook_id, received_at) ORDER BY key
    ON CONFLICT (key) DO UPDATE SET webhook_id = excluded.webhook_id, expires_at = excluded.expires_at
    WHERE known.expires_at <= $4::bigint
    RETURNING webhook_id
  ),
  asked AS (
    SELECT DISTINCT ON (key) *
    FROM unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
        $14::integer[], $15::text[], $16::text[], $17::bigint[]) WITH ORDINALITY
      AS given (key, message_id, recipient, text, project, ref, sha, actor, commits, kind, webhook_id, received_at,
        position)
    JOIN new_delivery USING (webhook_id)
    ORDER BY key, position
  ),
  new_meaning AS (
    INSERT INTO seen AS known (key, webhook_id, expires_at)
    SELECT decode(key, 'hex'), webhook_id, received_at + $5::bigint FROM asked ORDER BY key
    ON CONFLICT (key) DO UPDATE SET webhook_id = excluded.webhook_id, expires_at = excluded.expires_at
    WHERE known.expires_at <= $4::bigint
    RETURNING encode(key, 'hex') AS key
  ),
  told AS (
    INSERT INTO notification (message_id, recipient, text, project, ref, sha, actor, commits, kind, webhook_id,
      received_at, pending_since)
    SELECT message_id, recipient, text, project, ref, sha, actor, commits, kind, webhook_id, received_at, received_at
    FROM asked JOIN new_meaning USING (key) ORDER BY position
    RETURNING id, message_id
  )
  SELECT id, message_id AS name FROM told UNION ALL SELECT NULL, webhook_id FROM new_delivery`;

/**
 * Stores a group of webhooks with different delivery keys, whatever of it is new, in the given order.
 *
 * @param dedupeWindowMs how long a meaning is remembered
 */
export async function storeGroup(
  query: Query,
  group: readonly KeyedWebhook[],
  dedupeWindowMs: number,
): Promise<Stored> {
  const { rows } = await query<{ id: number | null; name: string }>(STORE_SQL, [
    group.map(({ delivery }) => delivery),
    group.map(({ webhook }) => webhook.webhookId),
    group.map(({ webhook }) => webhook.receivedAt),
    Math.min(...group.map(({ webhook }) => webhook.receivedAt)),
    dedupeWindowMs,
    group.flatMap(({ meanings }) => meanings),
    ...notificationColumns(group),
  ]);
  const stored: Stored = { webhookIds: new Set(), ids: new Map() };
  for (const { id, name } of rows) {
    if (id === null) stored.webhookIds.add(name);
    else stored.ids.set(name, id);
  }
  return stored;
}

function notificationColumns(group: readonly KeyedWebhook[]): unknown[][] {
  const asked = group.flatMap(({ webhook }) =>
    webhook.notifications.map((notification) => ({ webhook, notification })),
  );
  const column = (name: keyof NewNotification) => asked.map(({ notification }) => notification[name]);
  return [
    column("messageId"),
    column("recipient"),
    column("text"),
    column("project"),
    column("ref"),
    column("sha"),
    column("actor"),
    column("commits"),
    column("kind"),
    asked.map(({ webhook }) => webhook.webhookId),
    asked.map(({ webhook }) => webhook.receivedAt),
  ];
}
