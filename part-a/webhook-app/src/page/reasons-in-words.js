import { element } from "./element.js";
import { TODO } from "./service.js";

/** Why nobody was notified, or a person was skipped, and what an operator does about it; the others stand in TODO. */
const WORDS = {
  unsupported_event: "GitLab sends this kind of event, but it names no commit to tell.",
  event_not_enabled: "No rule names this kind of event. Add it to `events` of a rule to have it told.",
  no_rule: "No rule of the recipients file fits its project, ref and event. Add or widen a rule.",
  silenced: "The rule that fits says `notify: []`: nobody, on purpose.",
  bot_pusher: "Who acted is in `ignore_pushers` of the recipients file.",
  no_recipient: "A rule fits, but everybody whom it names was skipped; see below.",
  duplicate: "The same was received before; the first webhook has its messages.",
  bad_request: "The body is not an event that GitLab sends. Look at the hook's payload template.",
  too_large: "The body is over MAX_BODY_BYTES.",
  unsupported_media_type: "The body must be application/json.",
  unavailable: "The store did not answer in time. Resend the delivery in GitLab, or let the reconciler do it.",
  self: "Nobody is told of their own push here (`skip_self`).",
};

/** A reason in a sentence; empty where there is none. What stands between backticks is code. */
export function inWords(reason) {
  const parts = (WORDS[reason] ?? TODO[reason] ?? "").split("`");
  return element("span", {}, ...parts.map((text, at) => (at % 2 === 1 ? element("code", {}, text) : text)));
}
