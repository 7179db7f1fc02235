import { randomBytes } from "node:crypto";

/** One of each, and nothing four times in a row. */
const REQUIRED = [/[a-z]/, /[A-Z]/, /[0-9]/, /[-_]/, /^(?!.*(.)\1{3})/];

/**
 * A password of 32 letters, digits, - and _: no character that a URL, a shell or YAML would want escaped; and one that
 * Rocket.Chat's policy takes, which is on by default (Accounts_Password_Policy_* in apps/meteor/server/settings/accounts.ts:
 * 14 characters, one of each class, none more than 3 times in a row). A third of such strings have no - or _.
 */
export function randomPassword(): string {
  for (;;) {
    const password = randomBytes(24).toString("base64url");
    if (REQUIRED.every((pattern) => pattern.test(password))) return password;
  }
}

/** What GitLab signs webhooks with: standard base64 of 32 bytes (https://docs.gitlab.com/user/project/integrations/webhooks/). */
export function randomSigningToken(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/** In the form of GitLab's own personal access tokens, so that secret scanners know it. */
export function randomAccessToken(): string {
  return `glpat-${randomBytes(15).toString("base64url")}`;
}

/** The key that the members of a MongoDB replica set know each other by: base64 of any 6 to 1024 characters. */
export function randomKeyFile(): string {
  return randomBytes(48).toString("base64");
}
