import { button } from "./element.js";
import { loadPage } from "./load.js";
import { createRowList } from "./row-list.js";
import { isEmpty } from "./search.js";

/**
 * The webhooks that a search finds, newest first. `look` brings in what came since; older ones come on request, page by
 * page, so that a long journal costs no more than a short one.
 */
export function createJournalList({ list, more, note, loadDetail }) {
  const rows = createRowList(list, loadDetail);
  let search = {};
  let cursor = null;
  let running = new AbortController();

  /** Shows another search from its start. */
  async function show(next) {
    running.abort();
    running = new AbortController();
    search = next;
    rows.clear();
    setCursor(null);
    say("Looking");
    await look();
    if (search.webhook) await rows.first()?.open(true);
  }

  /** Looks at the first page again. */
  async function look() {
    const { signal } = running;
    const { items, nextCursor } = await loadPage(search, null, signal);
    if (signal.aborted) return;
    // The first look, or more came than a page holds: what is older is asked for anew.
    if (!rows.knowsAnyOf(items)) {
      rows.clear();
      setCursor(nextCursor);
    }
    rows.prepend(items);
    say(noteOf(rows.count(), cursor, search));
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
