import { createGroupCommit, WEBHOOK_LIMITS } from "../group-commit.ts";
import { inTime } from "../in-time.ts";
import type { Acceptance, IncomingWebhook, Outbox, OutboxOptions } from "../outbox.ts";
import { refusal, type ReceivedWebhook } from "../received-webhook.ts";
import type { AcceptOutcome } from "./accept.ts";
import { toNotification } from "./notification-row.ts";
import { packWebhooks } from "./packed-webhooks.ts";
import { readBySteps } from "./steps.ts";
import { startWriter } from "./writer.ts";

/**
 * Opens the outbox in a SQLite file, for one process at a time.
 *
 * @param path created if missing, and so is its directory
 * @throws Error that names the file and says what to do
 */
export async function openSqliteOutbox(path: string, options: OutboxOptions): Promise<Outbox> {
  const { dedupeWindowMs, retentionMs, onCommit, onFatal } = options;
  const writer = await startWriter({ path, dedupeWindowMs, retentionMs }, (error) => onFatal?.(error));
  const accepting = createGroupCommit<ReceivedWebhook, AcceptOutcome>({
    commit: (webhooks) => writer.call("accept", packWebhooks(webhooks)),
    ...WEBHOOK_LIMITS,
    onCommit,
  });

  return {
    accept: async (webhook, now) => toAcceptance(webhook, await accepting.add({ ...webhook, receivedAt: now })),
    async foresee(webhook, now) {
      const [outcome = []] = await inTime(writer.call("foresee", packWebhooks([{ ...webhook, receivedAt: now }])));
      return toAcceptance(webhook, outcome);
    },
    acquireLease: (holder, now) => inTime(writer.call("acquireLease", holder, now)),
    releaseLease: (holder) => inTime(writer.call("releaseLease", holder)),
    pending: (query) =>
      readBySteps((after, limit) => inTime(writer.call("pendingStep", { ...query, limit }, after)), 0, query.limit),
    // Not grouped: the relay has one write in flight, and gathers what is settled meanwhile itself.
    settle: (holder, settlements, now) => inTime(writer.call("settle", holder, settlements, now)),
    storeDigest: (holder, digest, now) => inTime(writer.call("storeDigest", holder, digest, now)),
    dissolveDigest: (holder, carrierId, now) => inTime(writer.call("dissolveDigest", holder, carrierId, now)),
    list: (query) => {
      const step = (before: number, limit: number) => inTime(writer.call("listStep", { ...query, limit }, before));
      return readBySteps(step, query.before ?? Number.MAX_SAFE_INTEGER, query.limit);
    },
    get: async (id) => (await inTime(writer.call("get", id))).map(toNotification)[0],
    retry: (id, now) => inTime(writer.call("retry", id, now)),
    stats: () => inTime(writer.call("stats")),
    prune: (now) => inTime(writer.call("prune", now)),
    async close() {
      await accepting.idle();
      await writer.close();
    },
  };
}

function toAcceptance(webhook: IncomingWebhook, outcome: AcceptOutcome): Acceptance {
  if ("error" in outcome) throw refusal(webhook, outcome.error);
  if ("duplicateOf" in outcome) return { status: "duplicate", webhookId: outcome.duplicateOf };
  const stored = webhook.notifications.flatMap(({ recipient }, index) => {
    const id = outcome[index] ?? 0;
    return id > 0 ? [{ id, recipient }] : [];
  });
  return { status: "accepted", notifications: stored };
}
