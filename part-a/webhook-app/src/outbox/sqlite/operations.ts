import type { DatabaseSync } from "node:sqlite";
import type { OutboxOptions } from "../outbox.ts";
import { createAccept } from "./accept.ts";
import { createDigests } from "./digests.ts";
import { createJournalReader } from "./journal.ts";
import { createJournalWriter } from "./journal-writer.ts";
import { createDeliveries, createSeen } from "./known-deliveries.ts";
import { createLease } from "./lease.ts";
import { createOperating } from "./operating.ts";
import { createRelaying } from "./relaying.ts";

/** The writer thread's options for the store. */
export type StoreOptions = Pick<Required<OutboxOptions>, "dedupeWindowMs" | "retentionMs" | "maxJournal">;

/** Everything that the writer thread does, by name. Arguments and results cross threads by cloning. */
export function createOperations(db: DatabaseSync, options: StoreOptions) {
  const lease = createLease();
  const seen = createSeen(db);
  const deliveries = createDeliveries(db, seen);
  const journal = createJournalWriter(db);
  return {
    ...createAccept(db, seen, deliveries, journal.append, options.dedupeWindowMs),
    record: journal.record,
    journalTail: journal.length,
    moveJournal: journal.moveStep,
    moveLongJournal: journal.moveMany,
    ...createJournalReader(db),
    acquireLease: lease.acquire,
    releaseLease: lease.release,
    leaseHolder: lease.holder,
    ...createRelaying(db, lease),
    ...createDigests(db, lease),
    ...createOperating(db, deliveries, journal.moveStep, options),
  };
}

export type Operations = ReturnType<typeof createOperations>;
