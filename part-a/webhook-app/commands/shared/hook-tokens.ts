import { signingKey } from "../../src/gitlab/signing-token.ts";
import { signedHeaders } from "./signed-headers.mjs";
import type { Variables } from "./variables.ts";

/** The tokens that authenticate a webhook; either one is enough. */
export interface HookTokens {
  signingToken: string | undefined;
  secretToken: string | undefined;
}

/** Takes the first of each: during a rotation the variables hold the new and the old token, separated by a comma. */
export function readHookTokens(variables: Variables): HookTokens {
  const signingToken = firstOf(variables.optional("GITLAB_SIGNING_TOKEN"));
  if (signingToken !== undefined && !signingKey(signingToken)) {
    variables.refuse("GITLAB_SIGNING_TOKEN: must be whsec_ followed by the base64 of 32 bytes");
  }
  return { signingToken, secretToken: firstOf(variables.optional("GITLAB_SECRET_TOKEN")) };
}

/** The headers that a hook with these tokens sends, apart from its event. */
export function hookHeaders({ signingToken, secretToken }: HookTokens, id: string, body: string) {
  const proof =
    signingToken === undefined ? { "x-gitlab-token": secretToken ?? "" } : signedHeaders(signingToken, id, body);
  return { "content-type": "application/json", "idempotency-key": id, ...proof };
}

function firstOf(tokens: string | undefined): string | undefined {
  return tokens?.split(",")[0]?.trim() || undefined;
}
