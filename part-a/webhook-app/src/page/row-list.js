import { createRow } from "./webhook-row.js";

/** The rows that are shown, by their webhook's id. */
export function createRowList(list, loadDetail) {
  let rows = new Map();

  /** Updates a known row; makes one for a new webhook. */
  function place(webhook) {
    const known = rows.get(webhook.id);
    if (known) return void known.update(webhook);
    const made = createRow(webhook, loadDetail);
    rows.set(made.id, made);
    return made.row;
  }

  return {
    clear() {
      rows = new Map();
      list.replaceChildren();
    },
    count: () => rows.size,
    first: () => rows.values().next().value,
    knowsAnyOf: (items) => items.some(({ id }) => rows.has(id)),
    isAnyOpen: () => [...rows.values()].some((row) => row.isOpen()),
    /**
     * Removes the rows that a search no longer finds: those of the time that `items` cover, and not among them. Rows in
     * use stay, and are returned.
     */
    leaveOut(items, isWhole) {
      const found = new Set(items.map(({ id }) => id));
      const since = isWhole ? "" : items.at(-1)?.receivedAt;
      if (since === undefined) return [];
      const left = [...rows.values()].filter((row) => !found.has(row.id) && row.receivedAt > since);
      for (const row of left.filter((row) => !row.isInUse())) {
        rows.delete(row.id);
        row.row.remove();
      }
      return left.filter((row) => row.isInUse());
    },
    /** Inserts those that are not shown yet, in order. */
    bringIn(items) {
      let next = null;
      for (const item of items.toReversed()) {
        const made = place(item);
        if (made) list.insertBefore(made, next);
        next = rows.get(item.id).row;
      }
    },
    /** Puts older ones at the end; returns the first of them. */
    append(items) {
      const added = items.map(place).filter(Boolean);
      list.append(...added);
      return added[0];
    },
  };
}
