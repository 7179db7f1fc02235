import type { IgnoreReason, SkipReason } from "../reasons.ts";

/** Somebody who is notified. */
export interface Recipient {
  /** Rocket.Chat username. */
  recipient: string;
  /** GitLab username or commit e-mail by which the policy found this person; none if the rule names the recipient. */
  person?: string;
  /**
   * The rule's entry that chose this person: `pusher`, `author jane@example.com`, `reviewer`, `%backend`,
   * `@release-captain`.
   */
  because: string;
  /** E-mail addresses, in lower case, by which the rule found this person among the commits' authors. */
  authorEmails?: readonly string[];
}

/** Somebody whom the rule names but who is not notified. */
export interface Skipped {
  /** GitLab username or commit e-mail; only the name if the payload has neither. */
  person: string;
  reason: SkipReason;
}

/** Only the outbox knows whether a webhook is a duplicate. */
export type DecisionReason = Exclude<IgnoreReason, "duplicate">;

/** `rule` is the position in the file, from 1. */
export type Decision =
  | { status: "notify"; rule: number; recipients: Recipient[]; skipped: Skipped[] }
  | { status: "ignored"; reason: DecisionReason; detail: string; rule?: number; skipped: Skipped[] };
