import { element } from "./parts/element.js";
import { inWords } from "./reasons-in-words.js";
import { retryForm } from "./retry-form.js";
import { timeElement } from "./times.js";

const STATES = { pending: "waiting", delivered: "delivered", buried: "buried" };

/** One message: its recipient, its state, each failed attempt in Rocket.Chat's words, and the retry. */
export function messageItem(notification, { redraw }) {
  const { id, recipient, state, reason, attempts, settledAt, digestOf } = notification;
  const tries = attempts === 1 ? "1 try" : `${attempts} tries`;
  const head = element(
    "p",
    {},
    element("strong", {}, recipient),
    " ",
    element("span", { class: "outcome", "data-outcome": state }, STATES[state]),
    ` ${tries}`,
    ...(settledAt ? [", ", timeElement(settledAt)] : []),
    digestOf ? `, in one message with ${digestOf}` : null,
  );
  const why = reason && element("p", {}, element("code", {}, reason), " ", inWords(reason));
  const retry =
    state === "buried" ? retryForm({ path: `notifications/${id}/retry`, name: "Send again", onDone: redraw }) : null;
  return element("li", { class: "message" }, head, why, attemptList(notification), retry);
}

function attemptList({ failedAttempts }) {
  if (failedAttempts.length === 0) return null;
  const items = failedAttempts.map(({ at, operation, status, code, detail }) => {
    const answer = [status ?? "no answer", code].filter(Boolean).join(" ");
    const said = element("span", { class: "said" }, detail);
    return element("li", {}, timeElement(at), " ", element("code", {}, `${operation} ${answer}`), " ", said);
  });
  return element("ol", { class: "attempts", "aria-label": "Failed tries" }, ...items);
}
