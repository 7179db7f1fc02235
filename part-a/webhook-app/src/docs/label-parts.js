/** What Swagger UI 5.35 leaves without a name or out of the keyboard's reach, and what each is given. */
const PARTS = [
  [".parameters-col_description > select", (part) => ({ "aria-label": nameOf(part) })],
  [
    "select.content-type, .servers select",
    (part) => ({ "aria-label": part.id === "servers" ? "Server" : "Media type" }),
  ],
  [".body-param textarea", () => ({ "aria-label": "Request body" })],
  [".close-modal", () => ({ "aria-label": "Close" })],
  // Each says by its own name something else than by its text, which voice control goes by.
  [".auth-btn-wrapper .authorize", (part) => ({ "aria-label": `${part.textContent}, credentials` })],
  ["pre.microlight", () => ({ tabindex: "0" })],
  [".information-container", () => ({ role: "region", "aria-label": "About" })],
  [".scheme-container > .schemes", () => ({ role: "region", "aria-label": "Server and credentials" })],
  // Below the page's h1 come an h3 for each tag and an h4 for each part of an operation.
  ["h3.opblock-tag", () => ({ "aria-level": "2" })],
  [".models h4, .modal-ux h3", () => ({ "aria-level": "2" })],
  [".opblock h4, .modal-ux h4", () => ({ "aria-level": "3" })],
  [".opblock h5", () => ({ "aria-level": "4" })],
  ["table.responses-table[role=region]", (part) => ({ "aria-label": `Responses of ${operationOf(part)}` })],
];

/** Names what is inside `root`, now and whenever Swagger UI draws. */
export function labelParts(root) {
  const label = () => {
    for (const [selector, attributesOf] of PARTS)
      for (const part of root.querySelectorAll(selector))
        for (const [name, value] of Object.entries(attributesOf(part)))
          if (part.getAttribute(name) !== value) part.setAttribute(name, value);
  };
  new MutationObserver(label).observe(root, { childList: true, subtree: true });
  label();
}

function nameOf(part) {
  return part.closest("[data-param-name]")?.dataset.paramName ?? "Parameter";
}

function operationOf(part) {
  return part.closest(".opblock")?.querySelector(".opblock-summary-path")?.dataset.path ?? "this operation";
}
