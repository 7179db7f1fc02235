import { element } from "./parts/element.js";
import { TODO } from "./service.js";

/** Why nobody was notified or a person was skipped, and what to do; TODO has the other reasons. */
const WORDS = {
  unsupported_event: "Events like this one do not produce notifications.",
  event_not_enabled: "No rule lists this kind of event. Add it to `events` of a rule to notify people of it.",
  no_rule: "No rule of the recipients file matches its project, ref and event. Add or widen a rule.",
  silenced: "The matching rule says `notify: []`: nobody, on purpose.",
  bot_pusher: "Whoever acted is in `ignore_pushers` of the recipients file.",
  no_recipient: "A rule matches, but everybody whom it names was skipped; see below.",
  duplicate: "The same push or delivery was received before; the first webhook has its messages.",
  bad_request: "The body is not a GitLab event. Check the webhook's custom template.",
  too_large: "The body is over MAX_BODY_BYTES.",
  unsupported_media_type: "The body must be application/json.",
  unavailable: "The store did not answer in time. Resend the delivery in GitLab, or let the reconciler do it.",
  self: "Nobody is notified of their own push here (`skip_self`).",
};

/** A reason in a sentence; empty where there is none. Text between backticks is code. */
export function inWords(reason) {
  const parts = (WORDS[reason] ?? TODO[reason] ?? "").split("`");
  return element("span", {}, ...parts.map((text, at) => (at % 2 === 1 ? element("code", {}, text) : text)));
}
