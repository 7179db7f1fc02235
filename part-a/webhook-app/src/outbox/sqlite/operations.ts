import type { DatabaseSync } from "node:sqlite";
import { createAccept } from "./accept.ts";
import { createDeliveries } from "./deliveries.ts";
import { createGet } from "./get.ts";
import { createJournalReader } from "./journal.ts";
import { createJournalTail } from "./journal-tail.ts";
import { createJournalWriter, createRecord } from "./journal-writer.ts";
import { createLease } from "./lease.ts";
import { createListStep } from "./list.ts";
import { createPendingStep } from "./pending.ts";
import { createPrune } from "./prune.ts";
import { createRetryAll } from "./retry.ts";
import { createSeen } from "./seen.ts";
import { createSettle } from "./settle.ts";
import { createBuriedByReason, createStats } from "./stats.ts";
import { createDissolveDigest, createStoreDigest } from "./store-digest.ts";

export interface StoreOptions {
  dedupeWindowMs: number;
  retentionMs: number;
  maxJournal: number;
}

/** Everything that the writer thread does, by name. Arguments and results cross threads by cloning. */
export function createOperations(db: DatabaseSync, options: StoreOptions) {
  const lease = createLease();
  const seen = createSeen(db);
  const deliveries = createDeliveries(db, seen);
  const tail = createJournalTail(db);
  const journal = createJournalWriter(db, tail);
  return {
    ...createAccept(db, seen, deliveries, journal, options.dedupeWindowMs),
    record: createRecord(db, journal),
    journalTail: tail.length,
    moveJournal: tail.moveStep,
    moveLongJournal: tail.moveMany,
    ...createJournalReader(db),
    acquireLease: lease.acquire,
    releaseLease: lease.release,
    leaseHolder: lease.holder,
    pendingStep: createPendingStep(db),
    settle: createSettle(db, lease),
    storeDigest: createStoreDigest(db, lease),
    dissolveDigest: createDissolveDigest(db, lease),
    listStep: createListStep(db),
    get: createGet(db),
    retryAll: createRetryAll(db),
    stats: createStats(db),
    buriedByReason: createBuriedByReason(db),
    prune: createPrune(db, deliveries, tail.moveStep, options),
  };
}

export type Operations = ReturnType<typeof createOperations>;
