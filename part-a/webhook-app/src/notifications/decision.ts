import type { IgnoreReason, SkipReason } from "../reasons.ts";

/** Somebody who is notified. */
export interface Recipient {
  /** Rocket.Chat username. */
  recipient: string;
  /** GitLab username or commit e-mail by which the policy found this person; none for one whom the rule names itself. */
  person?: string;
  /** What in the rule chose this person: `pusher`, `author jane@example.com`, `reviewer`, `%backend`, `@release-captain`. */
  because: string;
  /** E-mail addresses, in lower case, by which the rule found this person among the commits' authors. */
  authorEmails?: readonly string[];
}

/** Somebody whom the rule names but who is not notified. */
export interface Skipped {
  /** GitLab username or commit e-mail; the name alone where the payload has neither. */
  person: string;
  reason: SkipReason;
}

/** Whether a webhook is a duplicate is known to the outbox alone. */
export type DecisionReason = Exclude<IgnoreReason, "duplicate">;

/** `rule` is the position in the file, from 1. */
export type Decision =
  | { status: "notify"; rule: number; recipients: Recipient[]; skipped: Skipped[] }
  | { status: "ignored"; reason: DecisionReason; detail: string; rule?: number; skipped: Skipped[] };
