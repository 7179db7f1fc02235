import { element } from "./parts/element.js";

/** A button that puts a text onto the clipboard, and says so. */
export function copyButton(name, text) {
  const copy = element("button", { type: "button", class: "button quiet" }, name);
  copy.addEventListener("click", () => {
    // Only where the page came over HTTPS or from this computer does the browser let it.
    const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("not a secure context"));
    copied.then(
      () => (copy.textContent = "Copied"),
      () => (copy.textContent = "The browser does not allow it here"),
    );
  });
  return copy;
}
