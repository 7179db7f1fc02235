import type { Query } from "./pool.ts";
import { STORE_SQL, storeValues, type ToStore } from "./store-group-sql.ts";

/** The new parts of a group. */
export interface Stored {
  /** For each webhook with a new delivery: the one that has its notifications; itself unless it notified nobody new. */
  leads: Map<string, string>;
  /** New notifications' ids by their message ids. */
  ids: Map<string, number>;
}

/** A server that does not answer is given up after this: within its 8 s a group is tried at least twice. */
const TRY_MS = 3_000;

/**
 * Stores what is new in a group of webhooks with different delivery keys, in the given order.
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
