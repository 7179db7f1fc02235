import { element } from "./parts/element.js";

/** A button that does something and is not usable twice at once. */
export function button(text, onclick, properties = {}) {
  const made = element("button", { type: "button", class: "button", ...properties }, text);
  made.addEventListener("click", () => {
    made.disabled = true;
    void onclick().finally(() => (made.disabled = false));
  });
  return made;
}

/** A field under its name. */
export function field(label, input) {
  return element("label", { class: "field" }, element("span", {}, label), input);
}
