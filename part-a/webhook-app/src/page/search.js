import { fromLocalInput, toLocalInput } from "./times.js";
import { MESSAGE_REASONS } from "./service.js";

/** What can be searched by, as the URL's hash names it; a shared address finds the same. */
const FIELDS = ["person", "project", "ref", "sha", "outcome", "reason", "since", "until", "webhook"];

/** States of notifications, beside the outcomes of webhooks. */
const STATES = new Set(["pending", "delivered", "buried"]);
const REASONS_OF_NOTIFICATIONS = new Set(MESSAGE_REASONS);

/** The search of the URL's hash. */
export function readSearch() {
  const hash = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(FIELDS.map((name) => [name, hash.get(name)?.trim() ?? ""]));
}

/** The hash of a search. */
export function hashOf(search) {
  const given = FIELDS.filter((name) => search[name]).map((name) => [name, search[name]]);
  return `#${new URLSearchParams(given)}`;
}

/** Whether it asks for messages: their state and reasons are no property of the webhook. */
export function isAboutMessages({ outcome, reason }) {
  return STATES.has(outcome) || REASONS_OF_NOTIFICATIONS.has(reason);
}

export function isEmpty(search) {
  return FIELDS.every((name) => !search[name]);
}

/** Keeps a form and the URL's hash in step. */
export function bindForm(form, onChange) {
  /** What the form itself asked for last: then the fields stay as they are, since somebody may be typing in the next one. */
  let own = "";
  const follow = () => {
    const search = readSearch();
    if (hashOf(search) !== own) fill(search);
    own = "";
    onChange(search);
  };
  const fill = (search) => {
    for (const name of FIELDS) {
      const input = form.elements.namedItem(name);
      if (input) input.value = input.type === "datetime-local" ? toLocalInput(search[name]) : search[name];
    }
    form.querySelector("details").open ||= Boolean(search.ref || search.since || search.until);
  };
  const submit = () => {
    if (!form.reportValidity()) return;
    const entries = [...new FormData(form)].map(([name, value]) => [name, value.trim()]);
    const search = Object.fromEntries(entries);
    for (const name of ["since", "until"]) search[name] = fromLocalInput(search[name]);
    own = hashOf(search);
    location.hash = own;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  form.addEventListener("change", submit);
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    location.hash = "";
  });
  addEventListener("hashchange", follow);
  follow();
}
