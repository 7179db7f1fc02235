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
    /** Puts newer ones on top. */
    prepend: (items) => list.prepend(...items.map(place).filter(Boolean)),
    /** Puts older ones at the end and the keyboard on the first of them. */
    append(items) {
      const added = items.map(place).filter(Boolean);
      list.append(...added);
      added[0]?.querySelector("button").focus();
    },
  };
}
