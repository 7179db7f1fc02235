import { element } from "./element.js";
import { createFaultLimits } from "./fault-limits.js";
import { PRESETS, presetOf } from "./fault-presets.js";

/** The drawer with a button per fault. */
export function createFaultDrawer({ drawer, opener, setFaults, clearMessages }) {
  const limits = createFaultLimits();
  const buttons = new Map(PRESETS.map((preset) => [preset, presetButton(preset, () => void toggle(preset))]));
  let pressed = new Set();

  function toggle(preset) {
    return setFaults(pressed.has(preset) ? [] : [{ ...preset.fault, ...limits.chosen() }]);
  }

  function open(isOpen) {
    drawer.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
    (isOpen ? buttons.get(PRESETS[0]) : opener).focus();
  }

  /** Shows which faults are on. */
  function show(faults) {
    pressed = new Set(faults.map(presetOf));
    for (const [preset, button] of buttons) button.setAttribute("aria-pressed", String(pressed.has(preset)));
  }

  const items = [...buttons.values()].map((button) => element("li", {}, button));
  const clear = { type: "button", class: "button", onclick: () => void clearMessages() };
  drawer.append(
    drawerHead(() => open(false)),
    element("p", { class: "lead" }, "Nothing may be lost or told twice, whatever you choose."),
    limits.row,
    element("ul", { class: "fault-list" }, ...items),
    element("button", clear, "Delete all messages"),
  );
  opener.addEventListener("click", () => open(drawer.hidden));
  drawer.addEventListener("keydown", (event) => event.key === "Escape" && open(false));
  return { show, offer: limits.offer };
}

function drawerHead(close) {
  const title = element("h2", { id: "faults-title" }, "Make Rocket.Chat fail");
  const button = element(
    "button",
    { type: "button", class: "button quiet", "aria-label": "Close", onclick: close },
    "✕",
  );
  return element("div", { class: "faults-head" }, title, button);
}

function presetButton({ title, detail }, onclick) {
  const attributes = { type: "button", class: "fault", "aria-pressed": "false", onclick };
  return element("button", attributes, element("strong", {}, title), element("span", {}, detail));
}
