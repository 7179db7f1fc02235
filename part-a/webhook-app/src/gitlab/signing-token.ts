const PREFIX = "whsec_";

/** GitLab does not save a signing token whose key has another length. */
const KEY_BYTES = 32;

/**
 * The HMAC key in a signing token.
 *
 * @param token `whsec_` followed by standard base64 of 32 bytes, as GitLab shows it once when the hook is created.
 * @returns the 32 bytes, or undefined if the token is malformed.
 */
export function signingKey(token: string): Buffer | undefined {
  if (!token.startsWith(PREFIX)) return undefined;
  const base64 = token.slice(PREFIX.length);
  const key = Buffer.from(base64, "base64");
  // Buffer.from skips characters that are not base64; only a round trip shows that nothing was skipped.
  return key.length === KEY_BYTES && key.toString("base64") === base64 ? key : undefined;
}
