/** The most that GitLab gives of a hook's events at once. */
export const PAGE_SIZE = 20;

/** All items of a paged list, read as far as somebody asks for them. */
export async function* pages<Item>(read: (page: number) => Promise<Item[]>): AsyncGenerator<Item, void> {
  for (let page = 1; ; page += 1) {
    const items = await read(page);
    yield* items;
    if (items.length < PAGE_SIZE) return;
  }
}
