const PREFIX = "whsec_";

/** GitLab refuses to save a signing token whose key has any other length. */
const KEY_BYTES = 32;

/**
 * The HMAC key in a signing token.
 *
 * @param token `whsec_` followed by standard base64 of 32 bytes, as GitLab shows it once when the hook is made.
 * @returns the 32 bytes, or undefined when the token has another form.
 */
export function signingKey(token: string): Buffer | undefined {
  if (!token.startsWith(PREFIX)) return undefined;
  const base64 = token.slice(PREFIX.length);
  const key = Buffer.from(base64, "base64");
  // Buffer.from skips whatever is not base64; only a round trip shows that nothing was skipped.
  return key.length === KEY_BYTES && key.toString("base64") === base64 ? key : undefined;
}
