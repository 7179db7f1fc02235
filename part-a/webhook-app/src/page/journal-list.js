import { button } from "./controls.js";
import { loadPage, loadWebhook } from "./load.js";
import { createRowList } from "./row-list.js";
import { isEmpty } from "./search.js";

/**
 * The webhooks that a search finds, newest first. `look` brings in what came since; older ones come on request, page by
 * page, so that a long journal costs no more than a short one.
 */
export function createJournalList({ list, newer, more, note, loadDetail }) {
  const shown = createShownPages({ list, newer, more, note, loadDetail });
  let search = {};
  let running = new AbortController();

  /** A page of the search, null when another one was begun meanwhile. */
  async function load(cursor) {
    const { signal } = running;
    const page = await loadPage(search, cursor, signal);
    return signal.aborted ? null : page;
  }

  /** Loads the first page again. */
  async function look() {
    const page = await load(null);
    if (page) shown.bringIn(page, search, loadOlder);
  }

  async function loadOlder() {
    const page = await load(shown.cursor());
    if (page) shown.append(page, search, loadOlder);
  }

  /** Shows another search from its start. */
  async function show(next) {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    search = next;
    shown.clear("Looking");
    try {
      await look();
    } catch (error) {
      if (!signal.aborted) shown.clear(error.message);
      throw error;
    }
    if (search.webhook) await shown.first()?.open(true);
  }

  return { show, look };
}

/** The pages that are on the screen, one after another without a gap. */
function createShownPages({ list, newer, more, note, loadDetail }) {
  const rows = createRowList(list, loadDetail);
  let cursor = null;
  let hasBegun = false;

  function startAnew() {
    rows.clear();
    newer.replaceChildren();
  }

  function end(next, search, loadOlder) {
    // Redrawn only when it changed: it may have the focus.
    if (next !== cursor) more.replaceChildren(...(next ? [button("Show older ones", loadOlder)] : []));
    cursor = next;
    say(note, noteOf(rows.count(), cursor, search));
  }

  function bringIn(page, search, loadOlder) {
    const { items, nextCursor } = page;
    const hasGap = items.length > 0 && !rows.knowsAnyOf(items);
    // More arrived than a page holds, e.g. while the computer slept: the list is reloaded when the reader asks for it.
    if (hasGap && rows.isAnyOpen()) return offerNewer(() => bringIn(page, search, loadOlder));
    if (hasGap) startAnew();
    for (const row of rows.leaveOut(items, nextCursor === null)) void bringUpToDate(row);
    rows.bringIn(items);
    // If more than this page is shown, the older ones begin later.
    const isAll = hasGap || !hasBegun || nextCursor === null;
    end(isAll ? nextCursor : cursor, search, loadOlder);
    hasBegun = true;
  }

  function offerNewer(showThem) {
    if (newer.hasChildNodes()) return;
    const onclick = async () => {
      startAnew();
      showThem();
    };
    newer.append(button("Show newer webhooks", onclick));
  }

  return {
    cursor: () => cursor,
    first: rows.first,
    bringIn,
    append({ items, nextCursor }, search, loadOlder) {
      const first = rows.append(items);
      end(nextCursor, search, loadOlder);
      // For the keyboard: the button that was pressed has been replaced or removed.
      (first ?? more).querySelector("button")?.focus();
    },
    clear(text) {
      startAnew();
      hasBegun = false;
      cursor = null;
      more.replaceChildren();
      say(note, text);
    },
  };
}

/** Updates rows that somebody reads although the search no longer finds them. A deleted one stays as it was. */
async function bringUpToDate(row) {
  const webhook = await loadWebhook(row.id).catch(() => null);
  if (webhook) row.update(webhook);
}

/** Only what changed: it is announced to screen readers. */
function say(note, text) {
  if (note.textContent !== text) note.textContent = text;
}

function noteOf(count, cursor, search) {
  if (count > 0) return cursor ? `The newest ${count}` : `${count} in all`;
  if (cursor) return "None of the newest fits this search. Older ones may fit.";
  return isEmpty(search)
    ? "No webhooks yet. Each webhook from GitLab appears here within seconds, even if nobody is notified."
    : "Nothing matches this search.";
}
