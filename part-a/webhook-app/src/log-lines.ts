import { eventLabel } from "./gitlab/event-label.ts";
import type { Log } from "./log.ts";
import type { Attempt } from "./relay/conclude.ts";
import type { WebhookRecord } from "./routes/receive-webhook.ts";

/** The canonical line of one webhook: `webhookId` and `notificationIds` join it with the lines of the deliveries. */
export function logWebhook(log: Log, record: WebhookRecord): void {
  const { event: kind, ...rest } = record;
  const line = { event: "webhook", kind: eventLabel(kind), ...rest };
  if (record.status >= 500) log.error(line);
  else if (record.status >= 400) log.warn(line);
  else log.info(line);
}

/** The canonical line of one delivery attempt. */
export function logAttempt(log: Log): (attempt: Attempt) => void {
  return ({ notification, result, attempt, seconds, retryInMs }) => {
    const { id, messageId, recipient, webhookId, project, ref, sha } = notification;
    const { status, ...why } = result;
    const line = {
      event: "delivery",
      outcome: status,
      ...why,
      notificationId: id,
      webhookId,
      messageId,
      recipient,
      project,
      ref,
      sha,
      attempt,
      seconds,
      ...(retryInMs !== undefined && { retryInMs }),
    };
    if (status === "delivered") log.info(line);
    else log.warn(line);
  };
}
