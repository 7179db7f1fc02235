import type { DatabaseSync } from "node:sqlite";
import { createAccept } from "./accept.ts";
import { createDeliveries } from "./deliveries.ts";
import { createGet } from "./get.ts";
import { createLease } from "./lease.ts";
import { createListStep } from "./list.ts";
import { createPendingStep } from "./pending.ts";
import { createPrune } from "./prune.ts";
import { createRetry } from "./retry.ts";
import { createSeen } from "./seen.ts";
import { createSettle } from "./settle.ts";
import { createStats } from "./stats.ts";
import { createDissolveDigest, createStoreDigest } from "./store-digest.ts";

export interface StoreOptions {
  dedupeWindowMs: number;
  retentionMs: number;
}

/** Everything that the writer thread does, by name. Arguments and results cross threads by cloning. */
export function createOperations(db: DatabaseSync, { dedupeWindowMs, retentionMs }: StoreOptions) {
  const lease = createLease();
  const seen = createSeen(db);
  const deliveries = createDeliveries(db, seen);
  return {
    ...createAccept(db, seen, deliveries, dedupeWindowMs),
    acquireLease: lease.acquire,
    releaseLease: lease.release,
    pendingStep: createPendingStep(db),
    settle: createSettle(db, lease),
    storeDigest: createStoreDigest(db, lease),
    dissolveDigest: createDissolveDigest(db, lease),
    listStep: createListStep(db),
    get: createGet(db),
    retry: createRetry(db),
    stats: createStats(db),
    prune: createPrune(db, deliveries, retentionMs),
  };
}

export type Operations = ReturnType<typeof createOperations>;
