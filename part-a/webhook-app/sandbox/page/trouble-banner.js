import { element } from "./element.js";
import { presetOf } from "./fault-presets.js";

/** Says which faults are on and how often they were met, with the way out. */
export function showTrouble(banner, faults, makeWell) {
  banner.hidden = faults.length === 0;
  const well = element("button", { type: "button", class: "button", onclick: makeWell }, "Make it well again");
  banner.replaceChildren(element("span", {}, faults.map(describe).join(" · ")), well);
}

function describe(fault) {
  const title = presetOf(fault)?.title ?? fault.kind;
  const whom = fault.recipient ? ` for ${fault.recipient}` : "";
  const left = fault.times === undefined ? "" : `, ${fault.times} left`;
  const hits = ["not met yet", "met once"][fault.hits] ?? `met ${fault.hits} times`;
  return `Rocket.Chat fails on purpose${whom}: ${title} (${hits}${left})`;
}
