/** A whole notification under the interface's own names. */
export const NOTIFICATION_COLUMNS = `id, message_id AS "messageId", recipient, text, project, ref, sha,
  webhook_id AS "webhookId", state, attempts, reason, received_at AS "receivedAt", pending_since AS "pendingSince",
  settled_at AS "settledAt"`;
