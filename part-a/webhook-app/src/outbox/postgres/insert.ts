import type { NewNotification } from "../outbox.ts";
import type { ReceivedWebhook } from "../received-webhook.ts";
import type { Query } from "./pool.ts";

/** A notification and the webhook that asks for it. */
export interface Asked {
  webhook: ReceivedWebhook;
  notification: NewNotification;
}

/** Inserts in the given order, so that ids keep it; returns each one's id by its message id. */
export async function insertNotifications(query: Query, asked: readonly Asked[]): Promise<Map<string, number>> {
  if (asked.length === 0) return new Map();
  const column = (name: keyof NewNotification) => asked.map(({ notification }) => notification[name]);
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
      asked.map(({ webhook }) => webhook.webhookId),
      asked.map(({ webhook }) => webhook.receivedAt),
    ],
  );
  return new Map(rows.map(({ id, message_id }) => [message_id, id]));
}
