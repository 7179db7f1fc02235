import { element } from "./parts/element.js";
import { MESSAGE_REASONS, WEBHOOK_REASONS } from "./service.js";

/** Fills the choice of reasons, those of messages and those of webhooks apart. */
export function offerReasons(select) {
  const options = (names) => names.map((name) => element("option", { value: name }, name));
  select.append(
    element("option", { value: "" }, "Any"),
    element("optgroup", { label: "Nobody notified" }, ...options(WEBHOOK_REASONS)),
    element("optgroup", { label: "Not delivered" }, ...options(MESSAGE_REASONS)),
  );
}
