import type { NewNotification } from "../notification.ts";

/** The fields of a notification that are stored unchanged. */
export const STORED_AS_GIVEN = [
  ["message_id", "text", "messageId"],
  ["recipient", "text", "recipient"],
  ["text", "text", "text"],
  ["project", "text", "project"],
  ["ref", "text", "ref"],
  ["sha", "text", "sha"],
  ["actor", "text", "actor"],
  ["commits", "integer", "commits"],
  ["kind", "text", "kind"],
  ["person", "text", "person"],
] as const satisfies [column: string, type: string, property: keyof NewNotification][];

/** A whole notification, with the interface's names. */
export const NOTIFICATION_COLUMNS = `id, message_id AS "messageId", recipient, text, project, ref, sha,
  webhook_id AS "webhookId", state, attempts, reason, received_at AS "receivedAt", pending_since AS "pendingSince",
  settled_at AS "settledAt", actor, commits, kind, coalesce(failed_attempts, '[]') AS "failedAttempts",
  CASE WHEN digest_message_id IS NOT NULL
    THEN json_build_object('messageId', digest_message_id, 'text', digest_text) END AS digest,
  digest_of AS "digestOf", person`;
