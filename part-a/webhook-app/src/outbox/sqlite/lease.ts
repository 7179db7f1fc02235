import type { RelayCondition } from "../../relay-condition.ts";
import { LEASE_MS, type LeaseHolder } from "../outbox.ts";

/** The relay's lease. */
export interface Lease {
  acquire: (holder: string, now: number, condition?: RelayCondition) => boolean;
  release: (holder: string) => void;
  isHeldBy: (holder: string, now: number) => boolean;
  holder: (now: number) => LeaseHolder | null;
}

/**
 * A lease in memory: the file's lock guarantees that no other process has the outbox open, so a dead holder's
 * lease is gone too, and renewing it costs no commit.
 */
export function createLease(): Lease {
  let holder: string | undefined;
  let expiresAt = 0;
  let condition: RelayCondition | null = null;

  return {
    acquire(candidate, now, said) {
      if (holder !== undefined && holder !== candidate && expiresAt > now) return false;
      holder = candidate;
      expiresAt = now + LEASE_MS;
      condition = said ?? null;
      return true;
    },
    release(candidate) {
      if (holder === candidate) holder = undefined;
    },
    isHeldBy: (candidate, now) => holder === candidate && expiresAt > now,
    holder: (now) => (holder !== undefined && expiresAt > now ? { holder, condition } : null),
  };
}
