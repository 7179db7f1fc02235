import type { DatabaseSync } from "node:sqlite";
import { WEBHOOK_OUTCOMES } from "../../webhook-record.ts";

/** The outcomes are named because the index of the times begins with them. */
const OLD = `outcome IN ('${WEBHOOK_OUTCOMES.join("', '")}') AND received_at <= ?`;

const BEYOND = "id <= (SELECT max(id) FROM journal) - ?";

/** Deletes a step of what is older than `oldest`, and one of what is more than `most`, inside the caller's transaction. */
export function createPruneJournal(db: DatabaseSync, most: number, step: number) {
  const [old, beyond] = [OLD, BEYOND].map((which) =>
    db.prepare(`DELETE FROM journal WHERE id IN (SELECT id FROM journal WHERE ${which} LIMIT ${step})
      RETURNING id, received_at AS receivedAt, people`),
  );
  const name = db.prepare("DELETE FROM journal_person WHERE name = ? AND received_at = ? AND journal = ?");

  return (oldest: number): number => {
    const deleted = [...(old?.all(oldest) ?? []), ...(beyond?.all(most) ?? [])];
    for (const { id, receivedAt, people } of deleted as unknown as {
      id: number;
      receivedAt: number;
      people: string;
    }[]) {
      for (const person of JSON.parse(people) as string[]) name.run(person, receivedAt, id);
    }
    return deleted.length;
  };
}
