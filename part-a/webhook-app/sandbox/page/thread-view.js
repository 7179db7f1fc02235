import { createMessageList } from "./message-list.js";
import { nobodyChosen, threadHead } from "./thread-parts.js";

/** The right pane: one person's messages. */
export function createThreadView(root, { loadThread, setActive }) {
  let shown = null;
  let messages = null;

  /** Shows a person, or that nobody is chosen. */
  async function show(person) {
    shown = person?.username ?? null;
    if (!person) {
      root.replaceChildren(nobodyChosen());
      return;
    }
    messages = createMessageList(person, (before) => loadThread(person.username, before));
    root.replaceChildren(threadHead(person, setActive), messages.list);
    await messages.fill();
  }

  /** Adds a message that has just arrived, if it is to the person shown. */
  function add(message) {
    if (message.recipient === shown) messages.add(message);
  }

  /** Redraws the line above the messages. */
  function update(person) {
    if (person && person.username === shown) root.firstElementChild.replaceWith(threadHead(person, setActive));
  }

  return { show, add, update };
}
