import type { DatabaseSync } from "node:sqlite";
import { DELIVERY_KEY_MS } from "../outbox.ts";
import type { IncomingWebhook, NewNotification } from "../outbox.ts";
import { createSeen } from "./seen.ts";
import { isRowError } from "./sqlite-error.ts";
import { savepoint, transaction } from "./transaction.ts";

export interface ReceivedWebhook extends IncomingWebhook {
  receivedAt: number;
}

/** As short as it can be, because it crosses threads: the stored notifications' ids in order, 0 for a duplicate. */
export type AcceptOutcome = { ids: number[] } | { duplicateOf: string } | { error: string };

/** Stores a group of webhooks in one transaction; one whose values the store refuses fails alone. */
export function createAccept(db: DatabaseSync, dedupeWindowMs: number) {
  const seen = createSeen(db);
  const insert = db.prepare(
    `INSERT INTO notification (message_id, recipient, text, project, ref, sha, webhook_id, received_at, pending_since)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );

  function store(notification: NewNotification, { webhookId, receivedAt }: ReceivedWebhook): number {
    const { messageId, recipient, text, project, ref, sha } = notification;
    const { lastInsertRowid } = insert.run(
      messageId,
      recipient,
      text,
      project,
      ref,
      sha,
      webhookId,
      receivedAt,
      receivedAt,
    );
    return Number(lastInsertRowid);
  }

  function acceptOne(webhook: ReceivedWebhook): AcceptOutcome {
    const { webhookId, notifications, receivedAt } = webhook;
    const isNew = seen.remember("delivery", webhookId, receivedAt, DELIVERY_KEY_MS, null);
    if (!isNew) return { duplicateOf: seen.firstOf("delivery", webhookId) ?? webhookId };
    const ids = notifications.map((notification) =>
      seen.remember("meaning", notification.meaningKey, receivedAt, dedupeWindowMs, webhookId)
        ? store(notification, webhook)
        : 0,
    );
    const [first] = notifications;
    if (first === undefined || ids.some((id) => id > 0)) return { ids };
    const duplicateOf = seen.firstOf("meaning", first.meaningKey) ?? webhookId;
    seen.redirect("delivery", webhookId, duplicateOf);
    return { duplicateOf };
  }

  function acceptAlone(webhook: ReceivedWebhook): AcceptOutcome {
    try {
      return savepoint(db, () => acceptOne(webhook));
    } catch (error) {
      if (!isRowError(error)) throw error;
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  return (webhooks: ReceivedWebhook[]): AcceptOutcome[] => {
    try {
      return transaction(db, () => webhooks.map(acceptOne));
    } catch (error) {
      if (!isRowError(error)) throw error;
      return transaction(db, () => webhooks.map(acceptAlone));
    }
  };
}
