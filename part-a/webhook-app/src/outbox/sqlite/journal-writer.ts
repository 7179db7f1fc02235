import type { DatabaseSync } from "node:sqlite";
import type { JournalEntry, UnacceptedWebhook, WebhookSummary } from "../journal.ts";
import type { JournalTail } from "./journal-tail.ts";
import { transaction } from "./transaction.ts";

/** What becomes an entry of the journal, or is added to one. */
export type Journaled = WebhookSummary &
  Pick<JournalEntry, "webhookId" | "receivedAt" | "outcome" | "reason" | "detail">;

const APPEND_SQL = `INSERT INTO journal_tail
  (webhook_id, received_at, event, project, ref, sha, actor, outcome, reason, detail, rule, skipped, people)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Appends one webhook to the journal's tail, inside the caller's transaction. */
export function createJournalWriter(db: DatabaseSync, tail: JournalTail) {
  const append = db.prepare(APPEND_SQL);

  return (webhook: Journaled): void => {
    const { webhookId, receivedAt, event, project, ref, sha, actor, outcome, reason, detail, rule } = webhook;
    const lists = [JSON.stringify(webhook.skipped), JSON.stringify(webhook.people)];
    append.run(webhookId, receivedAt, event, project, ref, sha, actor, outcome, reason, detail, rule, ...lists);
    tail.grown();
  };
}

/** Writes a group of webhooks that led to nothing, in a transaction of its own. */
export function createRecord(db: DatabaseSync, write: (webhook: Journaled) => void) {
  return (webhooks: readonly UnacceptedWebhook[]): void => transaction(db, () => webhooks.forEach(write));
}
