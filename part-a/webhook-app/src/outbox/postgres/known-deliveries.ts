import type { NotifiedRow } from "../already-notified.ts";
import { DELIVERY_KEY_MS } from "../webhook.ts";
import type { KeyedWebhook } from "./keyed-webhook.ts";
import type { Query } from "./pool.ts";

/** What is stored of a known delivery. */
export interface KnownDelivery {
  /** The webhook with its notifications. */
  leadsTo: string;
  receivedAt: number;
  /** Its notifications' ids by their message ids. */
  ids: Map<string, number>;
  /** Its notifications. */
  notifications: NotifiedRow[];
}

interface KnownRow extends Omit<KnownDelivery, "ids" | "notifications">, NotifiedRow {
  webhookId: string;
  id: number | null;
  messageId: string;
}

/** A separate statement with a later snapshot, which also sees what accepting had to wait for. */
const KNOWN_SQL = `SELECT asked.webhook_id AS "webhookId", coalesce(lead.webhook_id, delivery.webhook_id) AS "leadsTo",
    delivery.expires_at - ${DELIVERY_KEY_MS} AS "receivedAt", notification.id, notification.message_id AS "messageId", recipient,
    person, state
  FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (key, lead, webhook_id)
  JOIN webhook_app.seen AS delivery ON delivery.key = decode(asked.key, 'hex')
  LEFT JOIN webhook_app.seen AS lead ON lead.key = decode(asked.lead, 'hex') AND lead.expires_at = delivery.expires_at
  LEFT JOIN webhook_app.notification ON notification.webhook_id = asked.webhook_id`;

/** What is known about deliveries, by webhook id. */
export async function findDeliveries(
  query: Query,
  known: readonly KeyedWebhook[],
): Promise<Map<string, KnownDelivery>> {
  const found = new Map<string, KnownDelivery>();
  if (known.length === 0) return found;
  const { rows } = await query<KnownRow>(KNOWN_SQL, [
    known.map(({ delivery }) => delivery),
    known.map(({ lead }) => lead),
    known.map(({ webhook }) => webhook.webhookId),
  ]);
  for (const { webhookId, leadsTo, receivedAt, id, messageId, recipient, person, state } of rows) {
    const delivery: KnownDelivery = found.get(webhookId) ?? { leadsTo, receivedAt, ids: new Map(), notifications: [] };
    found.set(webhookId, delivery);
    if (id === null) continue;
    delivery.ids.set(messageId, id);
    delivery.notifications.push({ recipient, person, state });
  }
  return found;
}
