import { copyButton } from "./copy-button.js";
import { element } from "./parts/element.js";
import { loadNotifications, loadWebhook } from "./load.js";
import { messageItem } from "./message-item.js";
import { inWords } from "./reasons-in-words.js";
import { timeAndDistance } from "./times.js";

/**
 * What an opened row shows: the decision, and each message with Rocket.Chat's answers.
 *
 * @param {{ redraw: () => void, test: (webhook: object) => void }} actions
 */
export async function webhookDetail({ id }, actions) {
  try {
    const [webhook, notifications] = await Promise.all([loadWebhook(id), loadNotifications(id)]);
    return element("div", {}, facts(webhook, actions), people(webhook), messages(notifications, actions));
  } catch (error) {
    return element("p", { class: "refusal", role: "alert" }, error.message);
  }
}

function facts(webhook, { test }) {
  const { id, event, receivedAt, sha, actor, outcome, reason, detail, rule, resends, lastResentAt } = webhook;
  const again = resends > 0 && lastResentAt ? [`${resends} times, last `, ...timeAndDistance(lastResentAt)] : null;
  const rows = [
    ["Decision", [outcome, reason && [": ", element("code", {}, reason)]].flat(2)],
    ["Why", reason ? [detail && element("p", {}, detail), inWords(reason)] : [detail]],
    ["Rule", rule === null ? ["none"] : [`number ${rule} of the recipients file`]],
    ["Received", timeAndDistance(receivedAt)],
    ["Event", [event, actor && ` by ${actor}`]],
    ["Commit", sha ? [element("code", {}, sha), copyButton("Copy the SHA", sha)] : []],
    ["Sent again", again],
    ["Webhook", [element("a", { href: `#webhook=${encodeURIComponent(id)}` }, id)]],
  ];
  const given = rows.filter(([, parts]) => parts?.some(Boolean));
  const list = given.flatMap(([name, parts]) => [element("dt", {}, name), element("dd", {}, ...parts.filter(Boolean))]);
  const tester = { type: "button", class: "button quiet", onclick: () => test(webhook) };
  const canTest = event === "push" || event === "tag_push";
  return element(
    "div",
    {},
    element("dl", { class: "facts" }, ...list),
    canTest ? element("button", tester, "Who would be notified now?") : null,
  );
}

function people({ skipped }) {
  if (skipped.length === 0) return null;
  const items = skipped.map(({ person, reason }) =>
    element("li", {}, element("strong", {}, person), " ", element("code", {}, reason), " ", inWords(reason)),
  );
  return element("section", {}, element("h3", {}, "Not notified"), element("ul", { class: "skipped" }, ...items));
}

function messages(notifications, actions) {
  if (notifications.length === 0) return null;
  const items = notifications.map((one) => messageItem(one, actions));
  return element("section", {}, element("h3", {}, "Messages"), element("ul", { class: "messages" }, ...items));
}
