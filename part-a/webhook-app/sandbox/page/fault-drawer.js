import { element } from "./element.js";
import { PRESETS, presetOf } from "./fault-presets.js";

const HOW_OFTEN = [
  ["", "Until stopped"],
  ["1", "Once"],
  ["5", "5 times"],
];

/** The drawer with a button per fault, and the line that says which is on. */
export function createFaultDrawer({ drawer, opener, banner, setFaults, clearMessages }) {
  let active = [];
  const recipient = element("select", { id: "fault-recipient" });
  const times = element(
    "select",
    { id: "fault-times" },
    ...HOW_OFTEN.map(([value, label]) => element("option", { value }, label)),
  );
  const buttons = new Map(PRESETS.map((preset) => [preset, presetButton(preset, () => void toggle(preset))]));
  const well = element(
    "button",
    { type: "button", class: "button", onclick: () => void setFaults([]) },
    "Make it well again",
  );

  drawer.append(
    element(
      "div",
      { class: "faults-head" },
      element("h2", { id: "faults-title" }, "Make Rocket.Chat fail"),
      element(
        "button",
        { type: "button", class: "button quiet", "aria-label": "Close", onclick: () => open(false) },
        "✕",
      ),
    ),
    element("p", { class: "lead" }, "Nothing may be lost or told twice, whatever you choose."),
    element(
      "div",
      { class: "fault-limits" },
      element("label", {}, "For", recipient),
      element("label", {}, "How often", times),
    ),
    element("ul", { class: "fault-list" }, ...[...buttons.values()].map((button) => element("li", {}, button))),
    element("button", { type: "button", class: "button", onclick: () => void clearMessages() }, "Delete all messages"),
  );
  opener.addEventListener("click", () => open(drawer.hidden));
  drawer.addEventListener("keydown", (event) => event.key === "Escape" && open(false));

  function open(isOpen) {
    drawer.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) buttons.values().next().value.focus();
    else opener.focus();
  }

  async function toggle(preset) {
    if (active.some((fault) => presetOf(fault) === preset)) return setFaults([]);
    const limits = {};
    if (recipient.value) limits.recipient = recipient.value;
    if (times.value) limits.times = Number(times.value);
    return setFaults([{ ...preset.fault, ...limits }]);
  }

  /** Shows which faults are on, and how often they were met. */
  function show(faults) {
    active = faults;
    for (const [preset, button] of buttons) {
      button.setAttribute("aria-pressed", String(faults.some((fault) => presetOf(fault) === preset)));
    }
    banner.hidden = faults.length === 0;
    banner.replaceChildren(element("span", {}, faults.map(describe).join(" · ")), well);
  }

  /** Offers everybody to limit a fault to. */
  function offer(people) {
    const chosen = recipient.value;
    const options = people.map(({ username }) => element("option", { value: username }, `Only ${username}`));
    recipient.replaceChildren(element("option", { value: "" }, "Everybody"), ...options);
    recipient.value = people.some(({ username }) => username === chosen) ? chosen : "";
  }

  return { show, offer };
}

function presetButton({ title, detail }, onclick) {
  return element(
    "button",
    { type: "button", class: "fault", "aria-pressed": "false", onclick },
    element("strong", {}, title),
    element("span", {}, detail),
  );
}

function describe(fault) {
  const title = presetOf(fault)?.title ?? fault.kind;
  const whom = fault.recipient ? ` for ${fault.recipient}` : "";
  const left = fault.times === undefined ? "" : `, ${fault.times} left`;
  const hits = ["not met yet", "met once"][fault.hits] ?? `met ${fault.hits} times`;
  return `Rocket.Chat fails on purpose${whom}: ${title} (${hits}${left})`;
}
