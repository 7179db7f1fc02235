import { eventLabel } from "./gitlab/event-label.ts";
import type { Log } from "./log.ts";
import { digestSize } from "./notifications/digest.ts";
import type { PauseState } from "./relay-condition.ts";
import type { Attempt, DeliveryResult } from "./relay/delivery.ts";
import { TODO } from "./todo.ts";
import type { WebhookRecord } from "./webhook-record.ts";

const HOUR_MS = 3_600_000;

/** The canonical line of one webhook: `webhookId` and `notificationIds` connect it to the lines of the deliveries. */
export function logWebhook(log: Log, record: WebhookRecord): void {
  const { event: kind, ...rest } = record;
  const line = { event: "webhook", kind: eventLabel(kind), ...rest };
  if (record.status >= 500) log.error(line);
  else if (record.status >= 400) log.warn(line);
  else log.info(line);
}

/** The canonical line of one delivery attempt; if it failed, with the error from Rocket.Chat or the network. */
export function logAttempt(log: Log): (attempt: Attempt) => void {
  return ({ notification, result, attempt, seconds, retryInMs }) => {
    const { id, messageId, recipient, webhookId, project, ref, sha, digest } = notification;
    const line = {
      event: "delivery",
      ...flatten(result),
      ...(result.status !== "delivered" && { todo: TODO[result.reason] }),
      notificationId: id,
      webhookId,
      messageId: digest?.messageId ?? messageId,
      ...(digest && { digest: digestSize(digest.text) }),
      recipient,
      project,
      ref,
      sha,
      attempt,
      seconds,
      ...(retryInMs !== undefined && { retryInMs }),
    };
    if (result.status === "delivered") log.info(line);
    else log.warn(line);
  };
}

/** Warns once an hour that Rocket.Chat stores messages under other ids than ours. */
export function logChangedId(log: Log, clock: () => number): (messageId: string, storedId: string) => void {
  const detail =
    "A Rocket.Chat app rebuilds messages under new ids. If an answer is lost, such a message may be posted twice.";
  let quietUntil = -Infinity;
  return (messageId, storedId) => {
    const now = clock();
    // A clock that was set back must not silence it for longer.
    if (now < quietUntil && quietUntil <= now + HOUR_MS) return;
    quietUntil = now + HOUR_MS;
    log.warn({ event: "message_id_changed", messageId, storedId, detail });
  };
}

/** The outcome with its evidence: `operation`, `status` (the HTTP status), `code` and `detail`. */
function flatten(result: DeliveryResult): object {
  const { status: outcome, ...rest } = result;
  return { outcome, ...rest, ...("evidence" in rest && { evidence: undefined, ...rest.evidence }) };
}

/** One line for the start of a pause, each change of its reason, and its end. */
export function logPause(log: Log) {
  return {
    onPause: ({ reason, since, detail }: PauseState) =>
      log.warn({ event: "paused", reason, since: new Date(since), detail, todo: TODO[reason] }),
    onResume: ({ reason, since }: PauseState) =>
      log.info({ event: "resumed", reason, since: new Date(since), seconds: (Date.now() - since) / 1000 }),
  };
}
