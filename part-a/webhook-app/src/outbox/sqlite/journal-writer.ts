import type { DatabaseSync } from "node:sqlite";
import type { JournalEntry, UntoldWebhook, WebhookSummary } from "../outbox.ts";
import { transaction } from "./transaction.ts";

/** What becomes an entry of the journal, or is added to one. */
export type Journaled = WebhookSummary &
  Pick<JournalEntry, "webhookId" | "receivedAt" | "outcome" | "reason" | "detail">;

/** An entry that is there already. */
interface Known {
  id: number;
  receivedAt: number;
  outcome: string;
  people: string;
}

const INSERT_SQL = `INSERT INTO journal
  (webhook_id, received_at, event, project, ref, sha, actor, outcome, reason, detail, rule, skipped, people)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (webhook_id) DO NOTHING`;

const KNOWN_SQL = "SELECT id, received_at AS receivedAt, outcome, people FROM journal WHERE webhook_id = ?";

const RESENT_SQL = "UPDATE journal SET resends = resends + 1, last_resent_at = ? WHERE id = ?";

const REPLACE_SQL = `UPDATE journal SET event = ?, project = ?, ref = ?, sha = ?, actor = ?, outcome = ?, reason = ?,
  detail = ?, rule = ?, skipped = ?, people = ? WHERE id = ?`;

/** Writes one entry, inside the caller's transaction. */
export function createJournalWriter(db: DatabaseSync) {
  const insert = db.prepare(INSERT_SQL);
  const known = db.prepare(KNOWN_SQL);
  const resent = db.prepare(RESENT_SQL);
  const replace = db.prepare(REPLACE_SQL);
  const name = db.prepare("INSERT OR IGNORE INTO journal_person (name, received_at, journal) VALUES (?, ?, ?)");

  function nameAll(people: readonly string[], receivedAt: number, id: number): void {
    for (const person of people) name.run(person, receivedAt, id);
  }

  function decisionOf({ event, project, ref, sha, actor, outcome, reason, detail, rule, skipped }: Journaled) {
    return [event, project, ref, sha, actor, outcome, reason, detail, rule, JSON.stringify(skipped)];
  }

  /** What was ignored or rejected becomes what it came to now; what was decided for good stays. */
  function addTo({ id, receivedAt, outcome, people }: Known, webhook: Journaled): void {
    resent.run(webhook.receivedAt, id);
    if (outcome === "accepted" || outcome === "duplicate") return;
    const all = new Set([...(JSON.parse(people) as string[]), ...webhook.people]);
    replace.run(...decisionOf(webhook), JSON.stringify([...all]), id);
    nameAll(webhook.people, receivedAt, id);
  }

  return (webhook: Journaled): void => {
    const { webhookId, receivedAt, people } = webhook;
    const { changes, lastInsertRowid } = insert.run(
      webhookId,
      receivedAt,
      ...decisionOf(webhook),
      JSON.stringify(people),
    );
    if (changes === 1) nameAll(people, receivedAt, Number(lastInsertRowid));
    else addTo(known.get(webhookId) as unknown as Known, webhook);
  };
}

/** Writes a group of webhooks that led to nothing, in a transaction of its own. */
export function createRecord(db: DatabaseSync, write: (webhook: Journaled) => void) {
  return (webhooks: readonly UntoldWebhook[]): void => transaction(db, () => webhooks.forEach(write));
}
