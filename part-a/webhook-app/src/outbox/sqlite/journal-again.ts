import type { DatabaseSync } from "node:sqlite";

/** A row of the journal's tail whose webhook has an entry already. */
export interface Again {
  webhook_id: string;
  received_at: number;
  event: string;
  project: string;
  ref: string;
  sha: string;
  actor: string;
  outcome: string;
  reason: string | null;
  detail: string | null;
  rule: number | null;
  /** JSON. */
  skipped: string;
  people: string;
}

/** An entry that is there already. */
interface Known {
  id: number;
  receivedAt: number;
  outcome: string;
  people: string;
}

const KNOWN_SQL = "SELECT id, received_at AS receivedAt, outcome, people FROM journal WHERE webhook_id = ?";

const RESENT_SQL = "UPDATE journal SET resends = resends + 1, last_resent_at = ? WHERE id = ?";

const REPLACE_SQL = `UPDATE journal SET event = ?, project = ?, ref = ?, sha = ?, actor = ?, outcome = ?, reason = ?,
  detail = ?, rule = ?, skipped = ?, people = ? WHERE id = ?`;

/** Adds the same delivery, sent again, to its entry. */
export function createAddAgain(db: DatabaseSync) {
  const known = db.prepare(KNOWN_SQL);
  const resent = db.prepare(RESENT_SQL);
  const replace = db.prepare(REPLACE_SQL);
  const name = db.prepare("INSERT OR IGNORE INTO journal_person (name, received_at, journal) VALUES (?, ?, ?)");

  /** What was ignored or rejected becomes what it came to now. */
  function replaceDecision({ id, receivedAt, people }: Known, again: Again): void {
    const { event, project, ref, sha, actor, outcome, reason, detail, rule, skipped } = again;
    const names = JSON.parse(again.people) as string[];
    const all = JSON.stringify([...new Set([...(JSON.parse(people) as string[]), ...names])]);
    replace.run(event, project, ref, sha, actor, outcome, reason, detail, rule, skipped, all, id);
    for (const person of names) name.run(person, receivedAt, id);
  }

  return (again: Again): void => {
    const entry = known.get(again.webhook_id) as unknown as Known;
    resent.run(again.received_at, entry.id);
    // What was decided for good stays.
    if (entry.outcome !== "accepted" && entry.outcome !== "duplicate") replaceDecision(entry, again);
  };
}
