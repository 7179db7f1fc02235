import { randomBytes } from "node:crypto";

/** A password of 32 letters, digits, - and _: no character that a URL, a shell or YAML would want escaped. */
export function randomPassword(): string {
  return randomBytes(24).toString("base64url");
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
