import type { Notification } from "../outbox/notification.ts";

/** A stored notification in the API: without its text, which only its recipient may read. */
export function presentNotification(notification: Notification) {
  const { recipient, state, reason, attempts, webhookId, project, ref, sha, receivedAt, settledAt } = notification;
  const { failedAttempts, digest, digestOf } = notification;
  return {
    id: String(notification.id),
    recipient,
    state,
    reason,
    attempts,
    failedAttempts: failedAttempts.map(({ at, ...said }) => ({ at: time(at), ...said })),
    digest: digest && { messageId: digest.messageId },
    digestOf: digestOf === null ? null : String(digestOf),
    webhookId,
    project,
    ref,
    sha,
    receivedAt: time(receivedAt),
    settledAt: settledAt === null ? null : time(settledAt),
  };
}

/** Epoch milliseconds in the API's format. */
export function time(at: number): string {
  return new Date(at).toISOString();
}
