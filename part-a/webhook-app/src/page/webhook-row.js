import { element } from "./parts/element.js";
import { timeElement } from "./times.js";

/**
 * One webhook of the list: a button with its outcome, and the details that it opens.
 *
 * @param {(webhook: object) => Promise<Node>} loadDetail called at each opening and each change while it is open
 */
export function createRow(found, loadDetail) {
  const detail = element("div", { class: "detail", hidden: true });
  const summary = element("button", { type: "button", class: "summary", "aria-expanded": "false" });
  const row = element("li", { class: "webhook" }, summary, detail);
  let shown = "";
  let webhook = found;

  /** Shows the newest state; redraws only when it changed. */
  function update(next) {
    const key = JSON.stringify(next);
    if (key === shown) return;
    shown = key;
    webhook = next;
    summary.replaceChildren(...summaryOf(next));
    row.dataset.outcome = outcomeOf(next).name;
    if (!detail.hidden) void draw();
  }

  async function draw() {
    const drawn = await loadDetail(webhook, draw);
    // A name that is being typed must not get lost.
    if (!detail.contains(document.activeElement)) detail.replaceChildren(drawn);
  }

  async function open(isOpen) {
    if (isOpen && !detail.hasChildNodes()) detail.append(element("p", { class: "note" }, "Looking"));
    detail.hidden = !isOpen;
    summary.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) await draw();
  }

  summary.addEventListener("click", () => void open(detail.hidden));
  update(found);
  const isOpen = () => !detail.hidden;
  const isInUse = () => isOpen() || row.contains(document.activeElement);
  return { row, update, open, isOpen, isInUse, id: webhook.id, receivedAt: webhook.receivedAt };
}

function summaryOf(found) {
  const { receivedAt, event, project, ref, sha, actor, reason } = found;
  const { name, text, why } = outcomeOf(found);
  const where = [project, ref].filter(Boolean).join(" · ") || "unknown project";
  const what = [event, actor && `by ${actor}`].filter(Boolean).join(" ");
  return [
    timeElement(receivedAt),
    element("span", { class: "outcome", "data-outcome": name }, text),
    element("span", { class: "where" }, where),
    element("code", { class: "sha" }, sha.slice(0, 8)),
    element("span", { class: "what" }, what),
    element("span", { class: "why" }, why ?? reason ?? ""),
  ];
}

/** A webhook's outcome in a word: that of its worst message, if it has any. */
function outcomeOf({ outcome, messages }) {
  if (outcome !== "accepted") return { name: outcome, text: outcome };
  const of = (state) => messages.filter((one) => one.state === state);
  const [buried, pending, delivered] = [of("buried"), of("pending"), of("delivered")];
  if (buried.length > 0) return { name: "buried", text: "buried", why: whyOf(buried) };
  if (pending.length > 0) return { name: "pending", text: "waiting", why: whyOf(pending) };
  if (delivered.length > 0) return { name: "delivered", text: "delivered", why: whyOf(delivered) };
  return { name: "accepted", text: "accepted" };
}

function whyOf(messages) {
  const names = messages.map(({ recipient }) => recipient);
  const reasons = [...new Set(messages.map(({ reason }) => reason).filter(Boolean))];
  const people = names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  return [people, ...reasons].join(" · ");
}
