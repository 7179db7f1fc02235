import { randomBytes } from "node:crypto";

/** One of each class, and no character four times in a row. */
const REQUIRED = [/[a-z]/, /[A-Z]/, /[0-9]/, /[-_]/, /^(?!.*(.)\1{3})/];

/**
 * A password of 32 letters, digits, - and _: no character that needs escaping in a URL, a shell or YAML. It meets
 * Rocket.Chat's policy, which is on by default (Accounts_Password_Policy_* in apps/meteor/server/settings/accounts.ts:
 * 14 characters, one of each class, none more than 3 times in a row). A third of random strings have no - or _.
 */
export function randomPassword(): string {
  for (;;) {
    const password = randomBytes(24).toString("base64url");
    if (REQUIRED.every((pattern) => pattern.test(password))) return password;
  }
}

/**
 * A token with which GitLab signs webhooks: standard base64 of 32 bytes
 * (https://docs.gitlab.com/user/project/integrations/webhooks/).
 */
export function randomSigningToken(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/** In the form of GitLab's own personal access tokens, so that secret scanners recognise it. */
export function randomAccessToken(): string {
  return `glpat-${randomBytes(15).toString("base64url")}`;
}

/** The key with which members of a MongoDB replica set authenticate each other: 6 to 1024 characters of base64. */
export function randomKeyFile(): string {
  return randomBytes(48).toString("base64");
}
