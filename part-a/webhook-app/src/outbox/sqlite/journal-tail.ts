import type { DatabaseSync } from "node:sqlite";
import { createAddAgain, type Again } from "./journal-again.ts";
import { transaction } from "./transaction.ts";

/**
 * The next commit waits for the move of this many: 12 ms of CPU in an empty journal, 75 among 150,000 entries, where each
 * dirties pages of its own (measured on a busy machine). Of a quarter as many it takes 30 ms, but each costs 1.6 times as much.
 */
const MANY = 1_000;

/**
 * Entries wait here, as durable as all else, until many are moved into the journal at once: each by itself dirties three
 * pages of the journal's indexes, of many most share their pages. The writer's 151 us of CPU per webhook became 100.
 */
export interface JournalTail {
  /** Says that there is one more. */
  grown: () => void;
  /** Moves all of them into the journal. Whoever reads or prunes it must do so before. */
  move: () => void;
  /** The same, once there are many. */
  moveMany: () => void;
}

/** Those of a webhook that has an entry, in the journal or before it in the tail. */
const AGAIN_SQL = `SELECT * FROM journal_tail AS tail
  WHERE EXISTS (SELECT 1 FROM journal WHERE journal.webhook_id = tail.webhook_id)
    OR id NOT IN (SELECT min(id) FROM journal_tail GROUP BY webhook_id)
  ORDER BY id`;

const COLUMNS =
  "webhook_id, received_at, event, project, ref, sha, actor, outcome, reason, detail, rule, skipped, people";

const MOVE_SQL = `INSERT INTO journal (${COLUMNS}) SELECT ${COLUMNS} FROM journal_tail WHERE true ORDER BY id
  ON CONFLICT (webhook_id) DO NOTHING`;

/** In the order of their index. */
const NAME_SQL = `INSERT OR IGNORE INTO journal_person (name, received_at, journal)
  SELECT value, received_at, journal.id FROM journal, json_each(people) WHERE journal.id > ? ORDER BY 1, 2, 3`;

export function createJournalTail(db: DatabaseSync): JournalTail {
  const again = db.prepare(AGAIN_SQL);
  const last = db.prepare("SELECT coalesce(max(id), 0) AS id FROM journal");
  const insert = db.prepare(MOVE_SQL);
  const name = db.prepare(NAME_SQL);
  const clear = db.prepare("DELETE FROM journal_tail");
  const addAgain = createAddAgain(db);
  // Of what is undone some are counted, which does no harm.
  let length = Number(db.prepare("SELECT count(*) AS n FROM journal_tail").get()?.["n"]);

  function moveAll(): void {
    const repeated = again.all() as unknown as Again[];
    const before = Number(last.get()?.["id"]);
    insert.run();
    name.run(before);
    repeated.forEach(addAgain);
    clear.run();
  }

  function move(): void {
    if (length === 0) return;
    transaction(db, moveAll);
    length = 0;
  }

  return {
    grown: () => (length += 1),
    move,
    moveMany: () => length >= MANY && move(),
  };
}
