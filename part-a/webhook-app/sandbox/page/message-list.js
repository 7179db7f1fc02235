import { isSameDay } from "./dates.js";
import { element } from "./parts/element.js";
import { dayLine, messageItem, nothingYet } from "./thread-parts.js";

/** Closer to the end than this (pixels), the list scrolls along when a message arrives. */
const NEAR_THE_END = 80;

/**
 * One person's messages, older ones on request.
 *
 * @param {(before?: number) => Promise<{messages: object[], more: boolean}>} load
 */
export function createMessageList(person, load) {
  const list = element("ol", {
    class: "messages",
    "aria-label": `Messages to ${person.name}`,
    "aria-live": "polite",
    tabindex: 0,
  });
  const early = [];
  let isFilled = false;
  let newest = 0;

  function prepend({ messages, more }) {
    const items = messages.flatMap((message, index) => {
      const before = messages[index - 1];
      const isNewDay = !before || !isSameDay(before.ts, message.ts);
      return isNewDay ? [dayLine(message.ts), messageItem(message)] : [messageItem(message)];
    });
    if (more) items.unshift(olderLine(messages[0].n));
    list.prepend(...items);
    newest = Math.max(newest, messages.at(-1)?.n ?? 0);
  }

  function olderLine(before) {
    const attributes = { type: "button", class: "button older", onclick: () => void loadOlder() };
    const line = element("li", {}, element("button", attributes, "Show older messages"));
    async function loadOlder() {
      const page = await load(before);
      const height = list.scrollHeight;
      line.remove();
      prepend(page);
      list.scrollTop += list.scrollHeight - height;
    }
    return line;
  }

  /** Messages that arrive while the first page loads may be in that page, too: they wait for it. */
  async function fill() {
    prepend(await load());
    if (newest === 0) list.append(nothingYet(person));
    list.scrollTop = list.scrollHeight;
    isFilled = true;
    early.forEach(add);
  }

  function add(message) {
    if (isFilled) newest = append(list, message, newest);
    else early.push(message);
  }

  return { list, fill, add };
}

/** Adds a new message unless it is already there; returns the number of the newest. */
function append(list, message, newest) {
  if (message.n <= newest) return newest;
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_THE_END;
  list.querySelector(".empty")?.remove();
  const last = list.lastElementChild;
  if (!last || !isSameDay(Number(last.dataset.ts), message.ts)) list.append(dayLine(message.ts));
  list.append(messageItem(message, true));
  if (isAtEnd) list.scrollTop = list.scrollHeight;
  return message.n;
}
