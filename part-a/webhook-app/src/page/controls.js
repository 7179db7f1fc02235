import { element } from "./parts/element.js";

/** A button that is disabled while its action runs. */
export function button(text, onclick, properties = {}) {
  const made = element("button", { type: "button", class: "button", ...properties }, text);
  made.addEventListener("click", () => {
    made.disabled = true;
    void onclick().finally(() => (made.disabled = false));
  });
  return made;
}

/** A labelled field. */
export function field(label, input) {
  return element("label", { class: "field" }, element("span", {}, label), input);
}
