import { dayName, inFull, isSameDay, timeOfDay } from "./dates.js";
import { avatar, element } from "./element.js";

/** Shows one person's messages; older ones come when asked for. */
export function createThreadView(root, { loadThread, setActive }) {
  let messages = element("ol", { class: "messages" });
  let shown = null;
  let newest = 0;

  async function show(person) {
    shown = person?.username ?? null;
    newest = 0;
    if (!person) {
      root.replaceChildren(nobody());
      return;
    }
    messages = element("ol", {
      class: "messages",
      "aria-label": `Messages to ${person.name}`,
      "aria-live": "polite",
      tabindex: 0,
    });
    root.replaceChildren(head(person, setActive), messages);
    const page = await loadThread(person.username);
    if (shown !== person.username) return;
    prepend(page, person);
    if (page.messages.length === 0) messages.append(nothingYet(person));
    messages.scrollTop = messages.scrollHeight;
  }

  function prepend(page, person) {
    const items = [];
    for (const [index, message] of page.messages.entries()) {
      const before = page.messages[index - 1];
      if (!before || !isSameDay(before.ts, message.ts)) items.push(day(message.ts));
      items.push(item(message));
      newest = Math.max(newest, message.n);
    }
    if (page.more) items.unshift(olderButton(page.messages[0].n, person));
    messages.prepend(...items);
  }

  function olderButton(before, person) {
    const button = element(
      "button",
      { type: "button", class: "button older", onclick: () => void loadOlder() },
      "Show older messages",
    );
    const row = element("li", {}, button);
    async function loadOlder() {
      const page = await loadThread(person.username, before);
      const height = messages.scrollHeight;
      row.remove();
      prepend(page, person);
      messages.scrollTop += messages.scrollHeight - height;
    }
    return row;
  }

  /** Adds a message that has just arrived; stays where the reader is, unless that is the end. */
  function add(message) {
    if (message.recipient !== shown || message.n <= newest) return;
    const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 80;
    messages.querySelector(".empty")?.remove();
    const last = messages.lastElementChild;
    if (!last || !isSameDay(Number(last.dataset.ts), message.ts)) messages.append(day(message.ts));
    messages.append(item(message, true));
    newest = message.n;
    if (atEnd) messages.scrollTop = messages.scrollHeight;
  }

  /** Redraws the line above the messages. */
  function update(person) {
    if (person?.username === shown && root.firstElementChild)
      root.firstElementChild.replaceWith(head(person, setActive));
  }

  return { show, add, update };
}

function head(person, setActive) {
  const count = `${person.count} ${person.count === 1 ? "message" : "messages"}`;
  const change = person.active ? "Deactivate" : "Activate";
  return element(
    "header",
    { class: "thread-head" },
    element("a", { class: "back", href: "#", "aria-label": "All people" }, "‹"),
    avatar(person.name),
    element(
      "div",
      {},
      element("h2", {}, person.name, " ", person.active ? null : element("span", { class: "tag bad" }, "deactivated")),
      element("p", {}, `@${person.username} · ${count}`),
    ),
    element(
      "button",
      { type: "button", class: "button quiet", onclick: () => void setActive(person, !person.active) },
      `${change} account`,
    ),
  );
}

function item(message, isNew = false) {
  const body = element("div", { class: "body" });
  // Rendered by the server from the parsed message: all text in it is escaped, all tags are the server's own.
  body.innerHTML = message.html;
  const time = element(
    "time",
    { datetime: new Date(message.ts).toISOString(), title: inFull(message.ts) },
    timeOfDay(message.ts),
  );
  return element(
    "li",
    { class: isNew ? "message new" : "message", "data-message-id": message.id, "data-ts": message.ts },
    avatar(message.sender),
    element(
      "article",
      {},
      element("header", {}, element("strong", {}, message.sender), element("span", { class: "tag" }, "bot"), time),
      body,
    ),
  );
}

function day(ts) {
  return element("li", { class: "day", "data-ts": ts }, dayName(ts));
}

function nothingYet(person) {
  return element(
    "li",
    { class: "empty" },
    element("h2", {}, `${person.name} has no messages yet`),
    element(
      "p",
      {},
      "Post a GitLab webhook to the service (the demo prints the lines to paste). What it tells this person appears here by itself.",
    ),
  );
}

function nobody() {
  return element(
    "div",
    { class: "empty" },
    element("h2", {}, "Choose somebody"),
    element("p", {}, "Their direct messages are shown here as they arrive."),
  );
}
