/**
 * GitLab's log replaces e-mail addresses by this, and a resend sends it (app/models/hooks/web_hook_log.rb@0286e4c6).
 */
const REDACTED = /^\[redacted\]$/i;

export function isRedacted(email: unknown): boolean {
  return typeof email === "string" && REDACTED.test(email);
}
