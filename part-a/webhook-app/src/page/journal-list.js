import { button } from "./element.js";
import { loadPage } from "./load.js";
import { createRowList } from "./row-list.js";
import { isEmpty } from "./search.js";

/**
 * The webhooks that a search finds, newest first. `look` brings in what came since; older ones come on request, page by
 * page, so that a long journal costs no more than a short one.
 */
export function createJournalList({ list, newer, more, note, loadDetail }) {
  const rows = createRowList(list, loadDetail);
  let search = {};
  let cursor = null;
  let running = new AbortController();

  /** Shows another search from its start. */
  async function show(next) {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    search = next;
    startAnew(null);
    say("Looking");
    try {
      await look();
    } catch (error) {
      if (!signal.aborted) say(error.message);
      throw error;
    }
    if (search.webhook) await rows.first()?.open(true);
  }

  /** Looks at the first page again. */
  async function look() {
    const { signal } = running;
    const { items, nextCursor } = await loadPage(search, null, signal);
    if (signal.aborted) return;
    // The first look, or more came than a page holds, as while the computer slept: what is older is asked for anew. Whoever
    // is reading says when.
    if (!rows.knowsAnyOf(items)) {
      if (rows.isAnyOpen() && items.length > 0) return offerNewer(items, nextCursor);
      startAnew(nextCursor);
    }
    bringIn(items);
  }

  function bringIn(items) {
    rows.prepend(items);
    say(noteOf(rows.count(), cursor, search));
  }

  function startAnew(nextCursor) {
    rows.clear();
    newer.replaceChildren();
    setCursor(nextCursor);
  }

  function offerNewer(items, nextCursor) {
    if (newer.hasChildNodes()) return;
    const onclick = async () => {
      startAnew(nextCursor);
      bringIn(items);
      await look();
    };
    newer.append(button("Newer ones came: show them", onclick));
  }

  async function loadOlder() {
    const { signal } = running;
    const { items, nextCursor } = await loadPage(search, cursor, signal);
    if (signal.aborted) return;
    rows.append(items);
    setCursor(nextCursor);
    say(noteOf(rows.count(), cursor, search));
  }

  function setCursor(next) {
    cursor = next;
    more.replaceChildren(...(next ? [button("Show older ones", loadOlder)] : []));
  }

  /** Only what changed: it is announced to screen readers. */
  function say(text) {
    if (note.textContent !== text) note.textContent = text;
  }

  return { show, look };
}

function noteOf(count, cursor, search) {
  if (count > 0) return cursor ? `The newest ${count}` : `${count} in all`;
  return isEmpty(search)
    ? "No webhook yet. Each one that GitLab sends stands here within seconds, also when nobody is notified."
    : "Nothing fits this search.";
}
