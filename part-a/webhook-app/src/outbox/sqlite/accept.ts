import type { DatabaseSync } from "node:sqlite";
import type { Deliveries, Seen } from "./known-deliveries.ts";
import { duplicateDetail, type ReceivedWebhook } from "../webhook.ts";
import type { Journaled } from "./journal-writer.ts";
import { createStoring } from "./store-webhook.ts";
import { isRowError } from "./trouble.ts";
import { savepoint, transaction, undone } from "./transaction.ts";

/** Each notification's id, 0 for a duplicate one; or the webhook of which all is a duplicate; or an error. */
export type AcceptOutcome = number[] | { duplicateOf: string } | { error: string };

/**
 * Stores a group of webhooks in one transaction, or shows the result without storing; one whose values the store
 * rejects fails alone.
 */
export function createAccept(
  db: DatabaseSync,
  seen: Seen,
  deliveries: Deliveries,
  journal: (webhook: Journaled) => void,
  dedupeWindowMs: number,
) {
  const { storeAll, complete } = createStoring(db, seen, deliveries, dedupeWindowMs);

  function acceptOne(webhook: ReceivedWebhook): AcceptOutcome {
    const { webhookId, notifications, receivedAt: now } = webhook;
    const known = deliveries.webhookOf(webhookId, now);
    if (known !== undefined) {
      const added = complete(webhook);
      return added.some((id) => id > 0) ? added : { duplicateOf: known };
    }
    const ids = storeAll(webhook);
    if (ids.some((id) => id > 0)) return ids;
    const [first] = notifications;
    const leadsTo = (first && seen.webhookOf("meaning", first.meaningKey, now)) ?? webhookId;
    deliveries.remember(webhookId, leadsTo, now, now);
    return first === undefined ? ids : { duplicateOf: leadsTo };
  }

  return inGroups(db, (webhook) => {
    const outcome = acceptOne(webhook);
    journal({ ...webhook.summary, ...webhook, ...toldOf(outcome) });
    return outcome;
  });
}

function inGroups(db: DatabaseSync, accept: (webhook: ReceivedWebhook) => AcceptOutcome) {
  function acceptAlone(webhook: ReceivedWebhook): AcceptOutcome {
    try {
      return savepoint(db, () => accept(webhook));
    } catch (error) {
      if (!isRowError(error)) throw error;
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    accept(webhooks: readonly ReceivedWebhook[]): AcceptOutcome[] {
      try {
        return transaction(db, () => webhooks.map(accept));
      } catch (error) {
        if (!isRowError(error)) throw error;
        return transaction(db, () => webhooks.map(acceptAlone));
      }
    },
    /** Accepts and rolls back, so that there is only one definition of a duplicate. */
    foresee(webhook: ReceivedWebhook): AcceptOutcome {
      return undone(db, () => acceptAlone(webhook));
    },
  };
}

function toldOf(outcome: AcceptOutcome): Pick<Journaled, "outcome" | "reason" | "detail"> {
  return "duplicateOf" in outcome
    ? { outcome: "duplicate", reason: "duplicate", detail: duplicateDetail(outcome.duplicateOf) }
    : { outcome: "accepted", reason: null, detail: null };
}
