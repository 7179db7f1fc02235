import { element } from "./parts/element.js";
import { createFaultLimits } from "./fault-limits.js";
import { GROUPS, presetOf } from "./fault-presets.js";

/** The drawer with a button per fault; several may be on, and the last one pressed comes first. */
export function createFaultDrawer({ drawer, opener, loadFaults, setFaults, clearMessages }) {
  const limits = createFaultLimits();
  const buttons = new Map();
  let lastPress = Promise.resolve();

  /** One after the other, each based on what the server then has: two quick presses must not undo each other. */
  function toggle(preset) {
    const chosen = limits.chosen();
    const before = lastPress.catch(() => undefined);
    lastPress = before.then(async () => {
      const { faults } = await loadFaults();
      const others = faults.filter((fault) => presetOf(fault) !== preset);
      const added = others.length === faults.length ? [{ ...preset.fault, ...chosen }] : [];
      show((await setFaults([...added, ...others])).faults);
    });
  }

  function open(isOpen) {
    drawer.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
    (isOpen ? limits.first : opener).focus();
  }

  /** Shows which faults are active. */
  function show(faults) {
    const on = new Set(faults.map(presetOf));
    for (const [preset, button] of buttons) button.setAttribute("aria-pressed", String(on.has(preset)));
  }

  function group({ title, presets }, index) {
    const id = `fault-group-${index}`;
    for (const preset of presets)
      buttons.set(
        preset,
        presetButton(preset, () => toggle(preset)),
      );
    const items = presets.map((preset) => element("li", {}, buttons.get(preset)));
    const list = element("ul", { class: "fault-list", "aria-labelledby": id }, ...items);
    return element("section", { class: "fault-group" }, element("h3", { id }, title), list);
  }

  const clear = { type: "button", class: "button", onclick: () => void clearMessages() };
  drawer.append(
    element(
      "div",
      { class: "faults-top" },
      drawerHead(() => open(false)),
      limits.row,
    ),
    element("p", { class: "lead" }, "Whatever you choose, no message may be lost or delivered twice."),
    ...GROUPS.map(group),
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
