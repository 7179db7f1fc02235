import type { DatabaseSync } from "node:sqlite";
import { MAX_SKIPPED, type WebhookSummary } from "../journal.ts";

/** A row of the journal's tail whose webhook already has an entry. */
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

/** An existing entry. */
interface Known {
  id: number;
  receivedAt: number;
  outcome: string;
  /** JSON. */
  skipped: string;
  people: string;
}

const KNOWN_SQL = "SELECT id, received_at AS receivedAt, outcome, skipped, people FROM journal WHERE webhook_id = ?";

const RESENT_SQL = "UPDATE journal SET resends = resends + 1, last_resent_at = ? WHERE id = ?";

const REPLACE_SQL = `UPDATE journal SET event = ?, project = ?, ref = ?, sha = ?, actor = ?, outcome = ?, reason = ?,
  detail = ?, rule = ?, skipped = ? WHERE id = ?`;

/** Adds a repeated delivery to its entry. */
export function createAddAgain(db: DatabaseSync) {
  const known = db.prepare(KNOWN_SQL);
  const resent = db.prepare(RESENT_SQL);
  const replace = db.prepare(REPLACE_SQL);
  const correct = db.prepare("UPDATE journal SET rule = ?, skipped = ? WHERE id = ?");
  const setPeople = db.prepare("UPDATE journal SET people = ? WHERE id = ?");
  const name = db.prepare("INSERT OR IGNORE INTO journal_person (name, received_at, journal) VALUES (?, ?, ?)");

  function addNames({ id, receivedAt, people }: Known, again: Again): void {
    const before = read<string>(people);
    const names = read<string>(again.people).filter((person) => !before.includes(person));
    if (names.length === 0) return;
    setPeople.run(JSON.stringify([...before, ...names]), id);
    for (const person of names) name.run(person, receivedAt, id);
  }

  /** An ignored or rejected webhook gets its new outcome. */
  function replaceDecision({ id }: Known, again: Again): void {
    const { event, project, ref, sha, actor, outcome, reason, detail, rule, skipped } = again;
    replace.run(event, project, ref, sha, actor, outcome, reason, detail, rule, skipped, id);
  }

  return (again: Again): void => {
    const entry = known.get(again.webhook_id) as unknown as Known;
    resent.run(again.received_at, entry.id);
    addNames(entry, again);
    if (!isForGood(entry)) replaceDecision(entry, again);
    else if (entry.outcome === "accepted" && isForGood(again)) {
      const skipped = stillSkipped(read<Skipped>(entry.skipped), read<Skipped>(again.skipped));
      correct.run(again.rule, JSON.stringify(skipped), entry.id);
    }
  };
}

function isForGood({ outcome }: { outcome: string }): boolean {
  return outcome === "accepted" || outcome === "duplicate";
}

type Skipped = WebhookSummary["skipped"][number];

/**
 * People whom an accepted webhook does not notify when it is resent either. GitLab resends it without addresses, and so
 * without authors who were known at first, notified or not: the resend says nothing about them.
 */
function stillSkipped(before: readonly Skipped[], now: readonly Skipped[]): readonly Skipped[] {
  const wasUnnamed = ({ person, reason }: Skipped) =>
    before.some((one) => one.person === person && one.reason === reason);
  if (now.filter(isUnnamed).every(wasUnnamed)) return now;
  const ofAuthors = (one: Skipped) => isUnnamed(one) || one.person.includes("@");
  return [...before.filter(ofAuthors), ...now.filter((one) => !ofAuthors(one))].slice(0, MAX_SKIPPED);
}

/** The payload does not identify the person. */
function isUnnamed({ reason }: Skipped): boolean {
  return reason === "redacted_author" || reason === "beyond_payload";
}

function read<Item>(json: string): Item[] {
  return JSON.parse(json) as Item[];
}
