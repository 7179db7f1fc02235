import { secretMatcher } from "../equal-secrets.ts";
import type { HeaderReader } from "./headers.ts";
import { readSignatureHeaders, signatureMatches } from "./signature.ts";
import { signingKey } from "./signing-token.ts";

type AuthResult = { ok: true } | { ok: false; detail: string };

/** Decides in two steps whether a POST comes from our GitLab: by its headers, then by its body. */
export interface Authenticator {
  /** What can be decided before the body is read. `known`: the headers alone authenticate the sender. */
  beforeBody(header: HeaderReader): (AuthResult & { ok: false }) | { ok: true; known: boolean };
  /** Verifies the signature over the raw bytes if the signature decides; otherwise ok. */
  afterBody(header: HeaderReader, rawBody: Buffer): AuthResult;
}

export interface AuthenticatorOptions {
  /** Accepted values of `X-Gitlab-Token`; several during a rotation. */
  secretTokens: readonly string[];
  /** `whsec_…` tokens; several during a rotation. Throws if one is malformed. */
  signingTokens: readonly string[];
  /** Accepts every webhook if no token of either kind is configured. */
  allowUnauthenticated: boolean;
  /** Epoch milliseconds. */
  clock: () => number;
}

const OK: AuthResult = { ok: true };

/**
 * If signing tokens are configured and a `webhook-signature` is sent, only the signature decides: a bad one never falls
 * back to the secret token, which is sent in clear and is the weaker of the two.
 */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const keys = options.signingTokens.map(requireKey);
  const secretTokens = options.secretTokens.map(secretMatcher);
  const open = options.allowUnauthenticated && keys.length === 0 && secretTokens.length === 0;
  const isSigned = (header: HeaderReader) => keys.length > 0 && header("webhook-signature") !== undefined;

  function beforeBody(header: HeaderReader): ReturnType<Authenticator["beforeBody"]> {
    if (open) return { ok: true, known: true };
    const signed = isSigned(header);
    const result = signed
      ? readSignatureHeaders(header, options.clock())
      : checkSecretToken(header("x-gitlab-token"), secretTokens);
    return result.ok ? { ok: true, known: !signed } : result;
  }

  function afterBody(header: HeaderReader, rawBody: Buffer): AuthResult {
    if (!isSigned(header)) return OK;
    const read = readSignatureHeaders(header, options.clock());
    if (!read.ok) return read;
    if (signatureMatches(read, rawBody, keys)) return OK;
    return refused("webhook-signature does not match the body under any configured signing token.");
  }

  return { beforeBody, afterBody };
}

function checkSecretToken(
  given: string | undefined,
  secretTokens: readonly ((given: string) => boolean)[],
): AuthResult {
  if (secretTokens.length === 0)
    return refused("webhook-signature is missing; this service accepts only signed webhooks.");
  if (given === undefined) return refused("X-Gitlab-Token is missing.");
  // Node reads a header's bytes as Latin-1; clients send a token's letters as UTF-8.
  const sent = Buffer.from(given, "latin1").toString();
  // Compares every token: stopping at the first match would reveal through timing which one it was.
  const equal = secretTokens.map((matches) => matches(sent));
  return equal.includes(true) ? OK : refused("X-Gitlab-Token is not a configured secret token.");
}

function requireKey(token: string): Buffer {
  const key = signingKey(token);
  if (!key) throw new Error("A signing token is not whsec_ followed by the base64 of 32 bytes.");
  return key;
}

function refused(detail: string): AuthResult {
  return { ok: false, detail };
}
