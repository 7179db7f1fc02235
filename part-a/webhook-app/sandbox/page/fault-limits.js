import { element } from "./parts/element.js";

const HOW_OFTEN = [
  ["", "Until stopped"],
  ["1", "Once"],
  ["5", "5 times"],
];

/** The two choices above the faults: for whom and how often. */
export function createFaultLimits() {
  const recipient = element("select");
  const options = HOW_OFTEN.map(([value, label]) => element("option", { value }, label));
  const times = element("select", {}, ...options);
  const labels = [element("label", {}, "For", recipient), element("label", {}, "How often", times)];

  /** Offers everybody; keeps the choice if that person still exists. */
  function offer(people) {
    const chosen = recipient.value;
    const persons = people.map(({ username }) => element("option", { value: username }, `Only ${username}`));
    recipient.replaceChildren(element("option", { value: "" }, "Everybody"), ...persons);
    recipient.value = people.some(({ username }) => username === chosen) ? chosen : "";
  }

  /** The choice, as fields of a fault. */
  function chosen() {
    return {
      ...(recipient.value ? { recipient: recipient.value } : {}),
      ...(times.value ? { times: Number(times.value) } : {}),
    };
  }

  return { row: element("div", { class: "fault-limits" }, ...labels), first: recipient, offer, chosen };
}
