/** Why a notification was not (yet) delivered: the closed set that the API, the metrics and the logs share. */
export const DELIVERY_REASONS = [
  "unmapped_user",
  "unknown_user",
  "deactivated_user",
  "blocked_user",
  "encrypted_room",
  "not_permitted",
  "app_prevented",
  "message_rejected",
  "unauthorized",
  "restricted_workspace",
  "rate_limited",
  "timeout",
  "unreachable",
  "not_rocket_chat",
  "tls",
  "server_error",
  "expired",
  "opted_out",
  "redacted_author",
  "beyond_payload",
] as const;

export type DeliveryReason = (typeof DELIVERY_REASONS)[number];

/** What pauses the relay: failures of Rocket.Chat as a whole, or a rejection that everybody gets. They bury nothing. */
export const PAUSE_REASONS = [
  "unauthorized",
  "restricted_workspace",
  "rate_limited",
  "timeout",
  "unreachable",
  "not_rocket_chat",
  "tls",
  "server_error",
  "encrypted_room",
  "not_permitted",
  "app_prevented",
  "message_rejected",
] as const satisfies readonly DeliveryReason[];

export type PauseReason = (typeof PAUSE_REASONS)[number];

/** Why one recipient's messages wait while others get theirs. */
export const HOLD_REASONS = [
  "not_permitted",
  "encrypted_room",
  "unauthorized",
  "timeout",
  "server_error",
] as const satisfies readonly DeliveryReason[];

export type HoldReason = (typeof HOLD_REASONS)[number];

/** Why a webhook produced no notification. */
export const IGNORE_REASONS = [
  "unsupported_event",
  "event_not_enabled",
  "no_rule",
  "silenced",
  "bot_pusher",
  "no_recipient",
  "duplicate",
] as const;

export type IgnoreReason = (typeof IGNORE_REASONS)[number];

/** Why an authenticated webhook was rejected: 400, 413, 415, 503. */
const REJECT_REASONS = ["bad_request", "too_large", "unsupported_media_type", "unavailable"] as const;

/** Why a webhook in the journal led to no notification. */
export const JOURNAL_REASONS = [...IGNORE_REASONS, ...REJECT_REASONS] as const;

export type JournalReason = (typeof JOURNAL_REASONS)[number];

/**
 * Why somebody whom a rule names is not notified: not in `people`, null there, skip_self, an address that GitLab
 * redacted in a resend, or the author of a commit that GitLab did not send.
 */
export const SKIP_REASONS = ["unmapped_user", "self", "opted_out", "redacted_author", "beyond_payload"] as const;

export type SkipReason = (typeof SKIP_REASONS)[number];
