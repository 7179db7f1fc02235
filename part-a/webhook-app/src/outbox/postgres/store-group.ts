import type { Query } from "./pool.ts";
import { STORE_SQL, storeValues, type ToStore } from "./store-group-sql.ts";

/** What of a group was new. */
export interface Stored {
  /** For each webhook whose delivery was: the one to look at, itself unless it notified nobody anew. */
  leads: Map<string, string>;
  /** New notifications' ids by their message ids. */
  ids: Map<string, number>;
}

/** A server that has gone silent is left after this long: within its 8 s a group is tried at least twice. */
const TRY_MS = 3_000;

/**
 * Stores a group of webhooks with different delivery keys, whatever of it is new, in the given order.
 */
export async function storeGroup(query: Query, toStore: ToStore): Promise<Stored> {
  const { rows } = await query<{ id: number | null; name: string; leads_to: string }>(STORE_SQL, storeValues(toStore), {
    name: "accept",
    timeoutMs: TRY_MS,
  });
  const stored: Stored = { leads: new Map(), ids: new Map() };
  for (const { id, name, leads_to } of rows) {
    if (id === null) stored.leads.set(name, leads_to);
    else stored.ids.set(name, id);
  }
  return stored;
}
