import type { DatabaseSync } from "node:sqlite";
import { DELIVERY_KEY_MS, type ReceivedWebhook } from "../webhook.ts";
import type { NewNotification } from "../notification.ts";
import type { Deliveries, Seen } from "./known-deliveries.ts";
import { createOccurrences } from "./occurrences.ts";

/** Stores a webhook's new notifications. Both operations return each notification's id, 0 for one that is not new. */
export function createStoring(db: DatabaseSync, seen: Seen, deliveries: Deliveries, dedupeWindowMs: number) {
  const insert = createInsert(db);
  const occurrences = createOccurrences(db, dedupeWindowMs);

  function store(
    one: NewNotification,
    { webhookId, report, receivedAt: now }: ReceivedWebhook,
    isNext: boolean,
  ): number {
    const isNews = report
      ? occurrences.count(one.meaningKey, report.source, isNext, webhookId, now)
      : seen.remember("meaning", one.meaningKey, webhookId, now, now + dedupeWindowMs);
    return isNews ? insert(one, webhookId, now) : 0;
  }

  /** Remembers people whom another webhook notified, so that this one's resend does not notify them, however late. */
  function rememberTold({ meaningKey }: NewNotification, { webhookId, receivedAt: now }: ReceivedWebhook): void {
    seen.remember("told", `${webhookId} ${meaningKey}`, webhookId, now, now + DELIVERY_KEY_MS);
  }

  function storeAll(webhook: ReceivedWebhook): number[] {
    const { webhookId, notifications, report, receivedAt: now } = webhook;
    const isNext = report !== undefined && occurrences.moveOn(report, webhookId, now);
    const ids = notifications.map((one) => store(one, webhook, isNext));
    if (ids.every((id) => id === 0)) return ids;
    for (const [index, one] of notifications.entries()) if (ids[index] === 0) rememberTold(one, webhook);
    return ids;
  }

  /** Notifies people of a resent delivery whom the policy did not know before. This is not a report. */
  function complete(webhook: ReceivedWebhook): number[] {
    const { webhookId, notifications, receivedAt: now } = webhook;
    const isNotifiedByIt = deliveries.toldBy(webhookId, now);
    if (!isNotifiedByIt) return [];
    const isTold = (one: NewNotification) =>
      isNotifiedByIt(one) || seen.webhookOf("told", `${webhookId} ${one.meaningKey}`, now) !== undefined;
    return notifications.map((one) => {
      if (isTold(one)) return 0;
      const id = store(one, webhook, false);
      if (id === 0) rememberTold(one, webhook);
      return id;
    });
  }

  return { storeAll, complete };
}

/** Stores one pending notification and returns its id. */
function createInsert(db: DatabaseSync) {
  const insert = db.prepare(
    `INSERT INTO notification (message_id, recipient, text, project, ref, sha, actor, commits, kind, person,
       webhook_id, received_at, pending_since)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );

  return (notification: NewNotification, webhookId: string, now: number): number => {
    const { messageId, recipient, text, project, ref, sha, actor, commits, kind, person } = notification;
    const values = [messageId, recipient, text, project, ref, sha, actor, commits, kind, person, webhookId, now, now];
    return Number(insert.run(...values).lastInsertRowid);
  };
}
