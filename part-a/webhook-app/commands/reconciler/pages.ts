/** GitLab's maximum page size for a hook's events. */
export const PAGE_SIZE = 20;

/** All items of a paged list; reads further pages only as they are consumed. */
export async function* pages<Item>(read: (page: number) => Promise<Item[]>): AsyncGenerator<Item, void> {
  for (let page = 1; ; page += 1) {
    const items = await read(page);
    yield* items;
    if (items.length < PAGE_SIZE) return;
  }
}
