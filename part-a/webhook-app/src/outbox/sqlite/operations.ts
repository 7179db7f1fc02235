import type { DatabaseSync } from "node:sqlite";
import { createAccept } from "./accept.ts";
import { createGet } from "./get.ts";
import { createLease } from "./lease.ts";
import { createList } from "./list.ts";
import { createPending } from "./pending.ts";
import { createPrune } from "./prune.ts";
import { createRetry } from "./retry.ts";
import { createSettle } from "./settle.ts";
import { createStats } from "./stats.ts";

export interface StoreOptions {
  dedupeWindowMs: number;
  retentionMs: number;
}

/** Everything that the writer thread does, by name. Arguments and results cross threads as JSON. */
export function createOperations(db: DatabaseSync, { dedupeWindowMs, retentionMs }: StoreOptions) {
  const lease = createLease();
  return {
    accept: createAccept(db, dedupeWindowMs),
    acquireLease: lease.acquire,
    releaseLease: lease.release,
    pending: createPending(db),
    settle: createSettle(db, lease),
    list: createList(db),
    get: createGet(db),
    retry: createRetry(db),
    stats: createStats(db),
    prune: createPrune(db, retentionMs),
  };
}

export type Operations = ReturnType<typeof createOperations>;
