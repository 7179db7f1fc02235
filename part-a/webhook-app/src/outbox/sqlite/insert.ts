import type { DatabaseSync } from "node:sqlite";
import type { NewNotification } from "../notification.ts";

/** Stores one pending notification and returns its id. */
export function createInsert(db: DatabaseSync) {
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
