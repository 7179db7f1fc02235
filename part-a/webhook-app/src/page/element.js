/**
 * Makes an element. Text children are text, never markup: titles and names come from anybody who may push.
 *
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | (() => void)>} [properties] attributes; `on…` functions are listeners; null and false are left out
 * @param {...(Node | string | null | undefined)} children
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value != null && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

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
