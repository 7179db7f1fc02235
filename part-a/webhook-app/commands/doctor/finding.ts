/** What doctor checks, in this order, and why the service depends on it. */
export const CHECKS = {
  reach: "Every message is sent over this connection.",
  version: "The service is tested against 7.7 to 8.8; others may answer differently.",
  token: "With the wrong account, nothing is sent.",
  role: "The role bot exempts the account from limits meant for people; an administrator's token can do far more than send messages.",
  rate_limit:
    "Without the exemption Rocket.Chat accepts ten calls of each kind a minute, and messages are delivered late.",
  direct_rooms: "Without this permission, the bot can write only to people to whom it has written before.",
  unknown_names: "A message to a misspelt name must not end up in somebody else's room.",
  encryption: "Rocket.Chat refuses the bot's messages in encrypted rooms.",
  message_size: "Longer messages are refused; the service then sends a shorter one.",
  sending: "Whatever blocks this message also blocks all others.",
  message_id: "The service recognises its messages by the ids that it chose; this is how it avoids sending one twice.",
  sent_twice: "After a crash the service sends a message again under the same id; Rocket.Chat must not store it twice.",
  found_again: "If an answer is lost, the service asks whether the message is there.",
  cleaned_up: "Doctor's test messages should not stay.",
} as const;

export type CheckName = keyof typeof CHECKS;

export type Verdict = "ok" | "warning" | "broken";

/** The result of one check. */
export interface Finding {
  check: CheckName;
  verdict: Verdict;
  /** What was seen, as a sentence. */
  saw: string;
  /** What an operator can do about it; absent for `ok`. */
  todo?: string;
}

export function ok(check: CheckName, saw: string): Finding {
  return { check, verdict: "ok", saw };
}

export function warning(check: CheckName, saw: string, todo: string): Finding {
  return { check, verdict: "warning", saw, todo };
}

export function broken(check: CheckName, saw: string, todo: string): Finding {
  return { check, verdict: "broken", saw, todo };
}
