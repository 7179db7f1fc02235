/** What GitLab keeps in place of an e-mail address, and sends when a delivery is sent again (app/models/hooks/web_hook_log.rb@0286e4c6). */
const REDACTED = /^\[redacted\]$/i;

export function isRedacted(email: unknown): boolean {
  return typeof email === "string" && REDACTED.test(email);
}
