const DEFAULT_PAGE = 50;

/** How many items a page has. */
export function pageSize(limit: string | undefined): number {
  return Number(limit ?? DEFAULT_PAGE);
}

/** From when to when, for the store. */
export function periodOf({ since, until }: { since?: string | undefined; until?: string | undefined }) {
  return {
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(until !== undefined && { until: Date.parse(until) }),
  };
}

/** A page of rows, of which one more was asked for than it holds: that tells whether there is a next one. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  size: number,
  present: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return { items: shown.map(present), nextCursor: rows.length > size && last !== undefined ? cursorOf(last) : null };
}
