import { createGroupCommit, WEBHOOK_LIMITS } from "../group-commit.ts";
import { inTime } from "../unavailable.ts";
import { MAX_JOURNAL } from "../journal.ts";
import { type Acceptance, type IncomingWebhook, type ReceivedWebhook, refusal } from "../webhook.ts";
import type { Outbox, OutboxOptions } from "../outbox.ts";
import { searchJournal, type JournalReader } from "../journal-search.ts";
import { createRecorder, type Recorder } from "../recorder.ts";
import type { AcceptOutcome } from "./accept.ts";
import { toNotification } from "./notification-row.ts";
import { readBySteps } from "./steps.ts";
import { startWriter, type Writer } from "./writer.ts";

/**
 * Opens the outbox in a SQLite file, for one process at a time.
 *
 * @param path created if missing, and so is its directory
 * @throws Error that names the file and says what to do
 */
export async function openSqliteOutbox(path: string, options: OutboxOptions): Promise<Outbox> {
  const { dedupeWindowMs, retentionMs, maxJournal = MAX_JOURNAL, onCommit, onFatal } = options;
  const data = { path, dedupeWindowMs, retentionMs, maxJournal };
  const writer = await startWriter(data, (error) => onFatal?.(error));
  const accepting = createGroupCommit<ReceivedWebhook, AcceptOutcome>({
    commit: (webhooks) => writer.call("accept", webhooks),
    ...WEBHOOK_LIMITS,
    onCommit,
  });
  const recorder = createRecorder((webhooks) => writer.call("record", webhooks));

  return {
    accept: async (webhook, now) => toAcceptance(webhook, await accepting.add({ ...webhook, receivedAt: now })),
    async foresee(webhook, now) {
      return toAcceptance(webhook, await inTime(writer.call("foresee", { ...webhook, receivedAt: now })));
    },
    ...createJournal(writer, recorder),
    acquireLease: (holder, now, condition) => inTime(writer.call("acquireLease", holder, now, condition)),
    releaseLease: (holder) => inTime(writer.call("releaseLease", holder)),
    leaseHolder: (now) => inTime(writer.call("leaseHolder", now)),
    pending: (query) =>
      readBySteps((after, limit) => inTime(writer.call("pendingStep", { ...query, limit }, after)), 0, query.limit),
    // Not grouped: the relay has one write in flight, and itself gathers what is settled meanwhile.
    settle: (holder, settlements, now) => inTime(writer.call("settle", holder, settlements, now)),
    storeDigest: (holder, digest, now) => inTime(writer.call("storeDigest", holder, digest, now)),
    dissolveDigest: (holder, carrierId, now) => inTime(writer.call("dissolveDigest", holder, carrierId, now)),
    list: (query) => {
      const step = (before: number, limit: number) => inTime(writer.call("listStep", { ...query, limit }, before));
      return readBySteps(step, query.before ?? Number.MAX_SAFE_INTEGER, query.limit);
    },
    get: async (id) => (await inTime(writer.call("get", id))).map(toNotification)[0],
    retry: async (id, now, recipient) => (await inTime(writer.call("retryAll", [{ id, recipient }], now))) === 1,
    retryAll: (retries, now) => inTime(writer.call("retryAll", retries, now)),
    stats: () => inTime(writer.call("stats")),
    buriedByReason: () => inTime(writer.call("buriedByReason")),
    prune: (now) => inTime(writer.call("prune", now)),
    async close() {
      await Promise.all([accepting.idle(), recorder.close()]);
      await writer.close();
    },
  };
}

function createJournal(writer: Writer, recorder: Recorder): Pick<Outbox, "record" | "journal" | "journalEntry"> {
  const reader: JournalReader = {
    count: (look, filters, most) => inTime(writer.call("journalCount", look, filters, most)),
    step: (look, source) => inTime(writer.call("journalStep", look, source)),
  };

  /** Moves earlier webhooks into the journal, in steps, so that commits get their turns in between. */
  async function complete(): Promise<void> {
    await recorder.flush();
    let left = await inTime(writer.call("journalTail"));
    while (left > 0) {
      const moved = await inTime(writer.call("moveJournal"));
      left = moved > 0 ? left - moved : 0;
    }
  }

  return {
    record: recorder.add,
    async journal(query) {
      await complete();
      return searchJournal(reader, query);
    },
    async journalEntry(webhookId) {
      await complete();
      return (await inTime(writer.call("journalEntry", webhookId)))[0];
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
