import { briefly } from "./dates.js";
import { avatar } from "./avatar.js";
import { element } from "./parts/element.js";

/** Draws everybody, with the latest message first. */
export function showPeople(list, people, selected, unreadOf) {
  const order = people.toSorted((a, b) => (b.last?.ts ?? 0) - (a.last?.ts ?? 0) || a.name.localeCompare(b.name));
  list.replaceChildren(
    ...order.map((person) => element("li", {}, link(person, person.username === selected, unreadOf(person)))),
  );
}

function link(person, isSelected, unread) {
  const { last } = person;
  return element(
    "a",
    { class: "person", href: `#${encodeURIComponent(person.username)}`, "aria-current": isSelected ? "true" : null },
    avatar(person.name),
    element(
      "span",
      { class: "line" },
      element("span", { class: "name" }, person.name),
      last && element("time", { datetime: new Date(last.ts).toISOString() }, briefly(last.ts)),
    ),
    element("span", { class: "line" }, element("span", { class: "preview" }, previewOf(person)), badge(unread)),
  );
}

function previewOf(person) {
  if (!person.active) return "deactivated";
  return person.last ? person.last.preview : "no messages yet";
}

function badge(unread) {
  if (unread === 0) return null;
  const shown = unread > 99 ? "99+" : String(unread);
  return element("span", { class: "unread" }, shown, element("span", { class: "visually-hidden" }, " unread"));
}
