import type { GitLabEvent } from "../gitlab/event.ts";
import { decide } from "./decide.ts";
import type { Decision, Recipient } from "./decision.ts";
import { messageFor } from "./message.ts";
import type { Policy } from "./policy.ts";

/** What a webhook would do: the answer of `/explain` and the output of the command `explain`. */
export interface Explanation {
  /** The event's kind. */
  event: string;
  decision: "notify" | "ignored";
  /** Position of the rule that decided, from 1. */
  rule?: number;
  reason?: (Decision & { status: "ignored" })["reason"];
  detail?: string;
  recipients: Pick<Recipient, "recipient" | "because">[];
  skipped: Decision["skipped"];
  message?: string;
}

/** Decides like a real webhook. */
export function explain(kind: string, event: GitLabEvent, policy: Policy): Explanation {
  const decision = decide(event, policy);
  const { skipped, rule } = decision;
  const common = { event: kind, skipped, ...(rule !== undefined && { rule }) };
  if (decision.status === "ignored") {
    const { reason, detail } = decision;
    return { ...common, decision: "ignored", reason, detail, recipients: [] };
  }
  const recipients = decision.recipients.map(({ recipient, because }) => ({ recipient, because }));
  return { ...common, decision: "notify", recipients, message: messageFor(event, decision.recipients[0]) };
}
