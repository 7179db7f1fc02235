import type { DatabaseSync } from "node:sqlite";
import { keyHash } from "../key-hash.ts";

type Kind = "delivery" | "meaning";

/** Remembers for a while which deliveries and meanings there were. */
export interface Seen {
  /** False when the key is known already: what was remembered first stays, for as long as it was to stay. */
  remember: (kind: Kind, key: string, now: number, forMs: number, webhookId: string | null) => boolean;
  /** The webhook that a known key leads to. */
  firstOf: (kind: Kind, key: string) => string | undefined;
  /** Makes a known key lead to another webhook. */
  redirect: (kind: Kind, key: string, webhookId: string) => void;
}

export function createSeen(db: DatabaseSync): Seen {
  // One statement asks and answers: it changes a row only if the key is new or has expired.
  const remember = db.prepare(
    `INSERT INTO seen (key, expires_at, webhook_id) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at, webhook_id = excluded.webhook_id
     WHERE expires_at <= ?`,
  );
  const firstOf = db.prepare("SELECT webhook_id FROM seen WHERE key = ?");
  const redirect = db.prepare("UPDATE seen SET webhook_id = ? WHERE key = ?");

  return {
    remember(kind, key, now, forMs, webhookId) {
      return remember.run(keyHash(kind, key), now + forMs, webhookId, now).changes === 1;
    },
    firstOf(kind, key) {
      const row = firstOf.get(keyHash(kind, key)) as { webhook_id: string | null } | undefined;
      return row?.webhook_id ?? undefined;
    },
    redirect(kind, key, webhookId) {
      redirect.run(webhookId, keyHash(kind, key));
    },
  };
}
