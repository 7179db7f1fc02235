import type { DatabaseSync } from "node:sqlite";
import { isNotifiedBy, type NotifiedRow } from "../already-notified.ts";
import { keyHash } from "../key-hash.ts";
import type { NewNotification } from "../notification.ts";
import { DELIVERY_KEY_MS } from "../webhook.ts";

type Kind = "delivery" | "meaning" | "told";

/** Remembers deliveries and meanings for a while, each with the webhook that has its notifications. */
export interface Seen {
  /** False if the key is already known: the first entry stays until it expires. */
  remember: (kind: Kind, key: string, webhookId: string, now: number, expiresAt: number) => boolean;
  /** The webhook that a key leads to; undefined if it is unknown or has expired. */
  webhookOf: (kind: Kind, key: string, now: number) => string | undefined;
}

export function createSeen(db: DatabaseSync): Seen {
  // One statement checks and writes: it changes a row only if the key is new or has expired.
  const remember = db.prepare(
    `INSERT INTO seen (key, expires_at, webhook_id) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at, webhook_id = excluded.webhook_id
     WHERE expires_at <= ?`,
  );
  const select = db.prepare("SELECT webhook_id FROM seen WHERE key = ? AND expires_at > ?");

  return {
    remember(kind, key, webhookId, now, expiresAt) {
      return remember.run(keyHash(kind, key), expiresAt, webhookId, now).changes === 1;
    },
    webhookOf(kind, key, now) {
      const row = select.get(keyHash(kind, key), now) as { webhook_id: string } | undefined;
      return row?.webhook_id;
    },
  };
}

/** The deliveries of the last 14 days. */
export interface Deliveries {
  /** The webhook that has a known delivery's notifications. */
  webhookOf: (webhookId: string, now: number) => string | undefined;
  /**
   * Whether the delivery itself notifies somebody; undefined if it has no notifications of its own, or some are gone.
   */
  toldBy: (webhookId: string, now: number) => ((one: NewNotification) => boolean) | undefined;
  /** Remembers a delivery that has no notifications of its own, or soon has none. */
  remember: (webhookId: string, leadsTo: string, receivedAt: number, now: number) => void;
}

/**
 * A delivery with notifications is found by their `webhook_id`; only others need a key. A key for each would dirty
 * one more random page per webhook.
 */
export function createDeliveries(db: DatabaseSync, seen: Seen): Deliveries {
  const known = db.prepare(
    `SELECT webhook_id AS webhookId FROM notification WHERE webhook_id = ? AND received_at > ?
     UNION ALL SELECT webhook_id FROM seen WHERE key = ? AND expires_at > ? LIMIT 1`,
  );
  const told = db.prepare("SELECT recipient, person, state FROM notification WHERE webhook_id = ?");

  return {
    toldBy(webhookId, now) {
      // With its own key it notified nobody, or some of its notifications are past their retention.
      if (seen.webhookOf("delivery", webhookId, now) !== undefined) return undefined;
      return isNotifiedBy(told.all(webhookId) as unknown as NotifiedRow[]);
    },
    webhookOf(webhookId, now) {
      const row = known.get(webhookId, now - DELIVERY_KEY_MS, keyHash("delivery", webhookId), now);
      return row?.["webhookId"] as string | undefined;
    },
    remember(webhookId, leadsTo, receivedAt, now) {
      const expiresAt = receivedAt + DELIVERY_KEY_MS;
      if (expiresAt > now) seen.remember("delivery", webhookId, leadsTo, now, expiresAt);
    },
  };
}
