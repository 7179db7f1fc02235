import { element } from "./parts/element.js";

/** A square with the first letter of a name, always in the same colour for that name. */
export function avatar(name) {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.codePointAt(0)) % 997;
  const letter = Array.from(name)[0]?.toUpperCase() ?? "?";
  return element("span", { class: "avatar", "data-tint": hash % 6, "aria-hidden": "true" }, letter);
}
