import { dayName, inFull, timeOfDay } from "./dates.js";
import { avatar } from "./avatar.js";
import { element } from "./parts/element.js";

/** The line above the messages: the person, and the button that deactivates their account. */
export function threadHead(person, setActive) {
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

/** One message. */
export function messageItem(message, isNew = false) {
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

/** The divider between two days. */
export function dayLine(ts) {
  return element("li", { class: "day", "data-ts": ts }, dayName(ts));
}

/** What an empty thread shows. */
export function nothingYet(person) {
  return element(
    "li",
    { class: "empty" },
    element("h2", {}, `${person.name} has no messages yet`),
    element(
      "p",
      {},
      "Post a GitLab webhook to the service (the demo prints commands for that). New messages to this person appear here.",
    ),
  );
}

/** Shown before a person is chosen. */
export function nobodyChosen() {
  return element(
    "div",
    { class: "empty" },
    element("h2", {}, "Choose somebody"),
    element("p", {}, "Their direct messages are shown here as they arrive."),
  );
}
