import { element } from "./parts/element.js";
import { timeElement } from "./times.js";

/** Shows a pause, lanes on hold and a rejected recipients file: why, since when, the next attempt, what to do. */
export function showTrouble(banner, { relay, lanesOnHold, recipientsMistakes }) {
  const nobody = relay.holder === null ? element("p", {}, relay.detail) : null;
  const held = [relay.paused && pauseOf(relay.paused), ...lanesOnHold.map(laneOf)];
  const parts = [nobody, ...held, refusedFileOf(recipientsMistakes)].filter(Boolean);
  const key = JSON.stringify([nobody && relay.detail, relay.paused, lanesOnHold, recipientsMistakes]);
  // Redrawn only when something changed: screen readers announce it.
  if (banner.dataset.key === key) return;
  banner.dataset.key = key;
  banner.replaceChildren(...parts);
  banner.hidden = parts.length === 0;
}

function pauseOf({ reason, since, detail, nextTrialAt, todo }) {
  return part("Delivery is paused: Rocket.Chat does not accept messages", reason, detail, todo, since, nextTrialAt);
}

function laneOf({ recipient, reason, since, nextTryAt, todo }) {
  return part(`Messages to ${recipient} wait`, reason, null, todo, since, nextTryAt);
}

function part(title, reason, detail, todo, since, next) {
  const when = [
    "Since ",
    timeElement(since),
    ". ",
    ...(next ? ["Next attempt ", timeElement(next), "."] : ["Trying now."]),
  ];
  return element(
    "section",
    { class: "trouble-part" },
    element("h2", {}, title, " ", element("code", {}, reason)),
    element("p", {}, ...when, " Nothing is lost."),
    detail ? element("p", { class: "said" }, detail) : null,
    element("p", {}, element("strong", {}, "What to do: "), todo),
  );
}

function refusedFileOf(mistakes) {
  if (mistakes.length === 0) return null;
  const items = mistakes.map((mistake) => element("li", { class: "said" }, mistake));
  return element(
    "section",
    { class: "trouble-part" },
    element("h2", {}, "The recipients file has mistakes"),
    element("p", {}, "The rules that were in force before it was changed stay so until these are corrected:"),
    element("ul", {}, ...items),
  );
}

/** The figures beside the search: how many wait, and how many are buried by reason, each a link to its search. */
export function showFigures(list, { pending, oldestPendingAt, buried }) {
  const waiting = pending === 0 ? "No message waits" : `${pending} waiting, since `;
  const oldest = pending > 0 && oldestPendingAt ? timeElement(oldestPendingAt) : null;
  const items = [pending === 0 ? [waiting] : [link("#outcome=pending", waiting), oldest]];
  for (const [reason, count] of Object.entries(buried))
    items.push([link(`#outcome=buried&reason=${reason}`, `${count} buried: ${reason}`)]);
  const key = JSON.stringify([pending, oldestPendingAt, buried]);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.replaceChildren(...items.map((parts) => element("li", {}, ...parts)));
}

function link(href, text) {
  return element("a", { href }, text);
}
