import { element } from "./parts/element.js";

/** A button that puts a text onto the clipboard, and says so. */
export function copyButton(name, text) {
  const copy = element("button", { type: "button", class: "button quiet" }, name);
  copy.addEventListener("click", () => {
    // The browser allows it only if the page came over HTTPS or from this computer.
    const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("not a secure context"));
    copied.then(
      () => (copy.textContent = "Copied"),
      () => (copy.textContent = "The browser does not allow it here"),
    );
  });
  return copy;
}
