const DEFAULT_PAGE = 50;

/**
 * A page of a list. One row more than it holds is read: that shows whether there is a next page.
 *
 * @param read the rows after the cursor, at most `limit`
 */
export async function readPage<Row, Item>(
  asked: { limit?: string | undefined },
  read: (limit: number) => Promise<readonly Row[]>,
  present: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): Promise<{ items: Item[]; nextCursor: string | null }> {
  const size = Number(asked.limit ?? DEFAULT_PAGE);
  const rows = await read(size + 1);
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return { items: shown.map(present), nextCursor: rows.length > size && last !== undefined ? cursorOf(last) : null };
}

type Given<Filters> = { [Name in keyof Filters]?: Exclude<Filters[Name], undefined> };

/** The filters that were asked for; the store takes no undefined ones. */
export function given<Filters extends object>(filters: Filters): Given<Filters> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as Given<Filters>;
}

/** The period, for the store. */
export function periodOf({ since, until }: { since?: string | undefined; until?: string | undefined }) {
  const milliseconds = (time: string | undefined) => (time === undefined ? undefined : Date.parse(time));
  return given({ since: milliseconds(since), until: milliseconds(until) });
}
