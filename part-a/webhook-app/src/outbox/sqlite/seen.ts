import type { DatabaseSync } from "node:sqlite";
import { keyHash } from "../key-hash.ts";

type Kind = "delivery" | "meaning" | "told";

/** Remembers for a while which deliveries and meanings there were, and which webhook to look at for each. */
export interface Seen {
  /** False when the key is known already: what was remembered first stays, for as long as it was to stay. */
  remember: (kind: Kind, key: string, webhookId: string, now: number, expiresAt: number) => boolean;
  /** The webhook that a key leads to; undefined when it is unknown or has expired. */
  webhookOf: (kind: Kind, key: string, now: number) => string | undefined;
}

export function createSeen(db: DatabaseSync): Seen {
  // One statement asks and answers: it changes a row only if the key is new or has expired.
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
