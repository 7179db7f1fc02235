import { element } from "./parts/element.js";
import { presetOf } from "./fault-presets.js";

/** Shows which faults are on, for whom, how often they were met, and a button to end them. */
export function showTrouble(banner, faults, makeWell) {
  banner.hidden = faults.length === 0;
  const well = element("button", { type: "button", class: "button", onclick: makeWell }, "End all faults");
  const items = faults.map((fault) => element("li", {}, ...describe(fault)));
  const list = element("ul", { "aria-label": "Active faults" }, ...items);
  banner.replaceChildren(element("span", {}, "Rocket.Chat fails on purpose"), list, well);
}

function describe(fault) {
  const title = presetOf(fault)?.title ?? fault.kind;
  const whom = fault.recipient ? ` for ${fault.recipient}` : "";
  const left = fault.times === undefined ? "" : `, ${fault.times} left`;
  const hits = ["not applied yet", "applied once"][fault.hits] ?? `applied ${fault.hits} times`;
  return [element("strong", {}, `${title}${whom}`), ` ${hits}${left}`];
}
