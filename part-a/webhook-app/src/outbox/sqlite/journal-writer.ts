import type { DatabaseSync } from "node:sqlite";
import type { JournalEntry, UnacceptedWebhook, WebhookSummary } from "../journal.ts";
import { DURABLE } from "./database.ts";
import { createAddAgain, type Again } from "./journal-again.ts";
import { transaction } from "./transaction.ts";

/** A new entry of the journal, or an addition to one. */
export type Journaled = WebhookSummary &
  Pick<JournalEntry, "webhookId" | "receivedAt" | "outcome" | "reason" | "detail">;

/** Entries are moved once there are this many. Fewer are not worth a transaction: a single webhook pays for none. */
const MANY = 1_000;

/**
 * A webhook that arrives meanwhile waits for one step: 2 ms of CPU in an empty journal, 7 among 150,000 entries, where
 * each dirties its own pages. A thousand at once took 12 and 75 ms, at 0.7 and 0.97 of the CPU per entry.
 */
const STEP = 64;

/**
 * With large groups of webhooks each waits for a group anyway, so steps grow with them; this keeps the tail from
 * growing endlessly.
 */
const GROUPS = 4;

/**
 * Entries wait in a tail, as durable as everything else, until they are moved to the journal while nobody waits for the
 * writer: in their webhook's commit each would dirty three pages of the journal's indexes.
 */
export interface JournalWriter {
  /** Appends one webhook, inside the caller's transaction. */
  append: (webhook: Journaled) => void;
  /** Writes a group of webhooks that notified nobody, in its own transaction. */
  record: (webhooks: readonly UnacceptedWebhook[]) => void;
  /** How many wait; may be a little too high. */
  length: () => number;
  /** Moves the oldest into the journal; returns how many. Readers call this until none are left. */
  moveStep: () => number;
  /** Moves a step once there are many, and then until there are none; returns whether there may be more. */
  moveMany: () => boolean;
}

const APPEND_SQL = `INSERT INTO journal_tail
  (webhook_id, received_at, event, project, ref, sha, actor, outcome, reason, detail, rule, skipped, people)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const LAST_SQL = "SELECT max(id) AS last, count(*) AS entries FROM (SELECT id FROM journal_tail ORDER BY id LIMIT ?)";

/** Rows of a webhook that has an entry, in the journal or earlier in the tail. */
const AGAIN_SQL = `SELECT * FROM journal_tail AS tail
  WHERE id <= ?1 AND (EXISTS (SELECT 1 FROM journal WHERE journal.webhook_id = tail.webhook_id)
    OR id NOT IN (SELECT min(id) FROM journal_tail WHERE id <= ?1 GROUP BY webhook_id))
  ORDER BY id`;

const COLUMNS =
  "webhook_id, received_at, event, project, ref, sha, actor, outcome, reason, detail, rule, skipped, people";

const MOVE_SQL = `INSERT INTO journal (${COLUMNS}) SELECT ${COLUMNS} FROM journal_tail WHERE id <= ? ORDER BY id
  ON CONFLICT (webhook_id) DO NOTHING`;

/** In the order of the index. */
const NAME_SQL = `INSERT OR IGNORE INTO journal_person (name, received_at, journal)
  SELECT value, received_at, journal.id FROM journal, json_each(people) WHERE journal.id > ? ORDER BY 1, 2, 3`;

export function createJournalWriter(db: DatabaseSync): JournalWriter {
  const insert = db.prepare(APPEND_SQL);
  const move = createMove(db);
  // Counts some that are rolled back, which does no harm.
  let length = Number(db.prepare("SELECT count(*) AS n FROM journal_tail").get()?.["n"]);
  let added = 0;
  /** How many arrived between the last two checks. */
  let group = 0;
  let isMoving = false;

  function moveStep(): number {
    if (length === 0) return 0;
    const moved = undurable(db, () => move(Math.min(MANY, Math.max(STEP, GROUPS * group))));
    length = moved === 0 ? 0 : length - moved;
    return moved;
  }

  function append(webhook: Journaled): void {
    const { webhookId, receivedAt, event, project, ref, sha, actor, outcome, reason, detail, rule } = webhook;
    const lists = [JSON.stringify(webhook.skipped), JSON.stringify(webhook.people)];
    insert.run(webhookId, receivedAt, event, project, ref, sha, actor, outcome, reason, detail, rule, ...lists);
    length += 1;
    added += 1;
  }

  return {
    append,
    record: (webhooks) => transaction(db, () => webhooks.forEach(append)),
    length: () => length,
    moveStep,
    moveMany() {
      if (added > 0) group = added;
      added = 0;
      isMoving = (isMoving || length >= MANY) && moveStep() > 0;
      return isMoving;
    },
  };
}

/** Moves up to this many; returns how many. */
function createMove(db: DatabaseSync) {
  const oldest = db.prepare(LAST_SQL);
  const again = db.prepare(AGAIN_SQL);
  const newest = db.prepare("SELECT coalesce(max(id), 0) AS id FROM journal");
  const insert = db.prepare(MOVE_SQL);
  const name = db.prepare(NAME_SQL);
  const clear = db.prepare("DELETE FROM journal_tail WHERE id <= ?");
  const addAgain = createAddAgain(db);

  return (size: number): number => {
    const { last, entries } = oldest.get(size) as { last: number | null; entries: number };
    const repeated = again.all(last) as unknown as Again[];
    const before = Number(newest.get()?.["id"]);
    insert.run(last);
    name.run(before);
    repeated.forEach(addAgain);
    clear.run(last);
    return entries;
  };
}

/**
 * A transaction that does not wait for the disk. The log is in order, so it is durable with the next durable one, and a
 * power cut before that undoes it completely: then the entries wait as before.
 */
function undurable<Result>(db: DatabaseSync, work: () => Result): Result {
  db.exec("PRAGMA synchronous = NORMAL");
  try {
    return transaction(db, work);
  } finally {
    db.exec(DURABLE);
  }
}
