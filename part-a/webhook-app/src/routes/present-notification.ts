import type { Notification } from "../outbox/notification.ts";

/** A stored notification as the API shows it: without its text, which belongs to its recipient. */
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

/** Epoch milliseconds as the API writes them. */
export function time(at: number): string {
  return new Date(at).toISOString();
}
