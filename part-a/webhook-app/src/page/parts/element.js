/**
 * Creates an element. Text children are text, never markup: titles and names come from anybody who may push.
 *
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | (() => void)>} [properties] attributes; `on…` functions are
 *   listeners; null and false are left out
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
