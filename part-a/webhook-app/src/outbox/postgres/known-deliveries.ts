import type { Query } from "./pool.ts";
import type { KeyedWebhook } from "./store-group.ts";

/** What there is of a delivery that was known. */
export interface KnownDelivery {
  /** The webhook to look at. */
  leadsTo: string;
  /** Its notifications' ids by their message ids. */
  ids: Map<string, number>;
}

/** A statement of its own, and so with a later snapshot: it also sees what accepting had to wait for. */
const KNOWN_SQL = `SELECT asked.webhook_id AS "webhookId", coalesce(lead.webhook_id, delivery.webhook_id) AS "leadsTo",
    notification.id, notification.message_id AS "messageId"
  FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (key, lead, webhook_id)
  JOIN webhook_app.seen AS delivery ON delivery.key = decode(asked.key, 'hex')
  LEFT JOIN webhook_app.seen AS lead ON lead.key = decode(asked.lead, 'hex') AND lead.expires_at = delivery.expires_at
  LEFT JOIN webhook_app.notification ON notification.webhook_id = asked.webhook_id`;

/** What is known of deliveries, by the ids of their webhooks. */
export async function findDeliveries(
  query: Query,
  known: readonly KeyedWebhook[],
): Promise<Map<string, KnownDelivery>> {
  const found = new Map<string, KnownDelivery>();
  if (known.length === 0) return found;
  const { rows } = await query<{ webhookId: string; leadsTo: string; id: number | null; messageId: string }>(
    KNOWN_SQL,
    [
      known.map(({ delivery }) => delivery),
      known.map(({ lead }) => lead),
      known.map(({ webhook }) => webhook.webhookId),
    ],
  );
  for (const { webhookId, leadsTo, id, messageId } of rows) {
    const delivery = found.get(webhookId) ?? { leadsTo, ids: new Map() };
    if (id !== null) delivery.ids.set(messageId, id);
    found.set(webhookId, delivery);
  }
  return found;
}
