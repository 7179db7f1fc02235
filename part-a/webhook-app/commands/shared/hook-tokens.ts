import { signedHeaders } from "./signed-headers.mjs";

/** By which the service knows a webhook that is no hook's own; one of the two is enough. */
export interface HookTokens {
  signingToken: string | undefined;
  secretToken: string | undefined;
}

/** Of the commands' variables. During a rotation the service's hold the new and the old token, separated by commas. */
export function readHookTokens(env: Record<string, string | undefined>): HookTokens {
  return { signingToken: firstOf(env["GITLAB_SIGNING_TOKEN"]), secretToken: firstOf(env["GITLAB_SECRET_TOKEN"]) };
}

/** What a hook with these tokens sends beside its event; with Node's built-ins only, so that the canary runs without `npm ci`. */
export function hookHeaders({ signingToken, secretToken }: HookTokens, id: string, body: string) {
  const proof =
    signingToken === undefined ? { "x-gitlab-token": secretToken ?? "" } : signedHeaders(signingToken, id, body);
  return { "content-type": "application/json", "idempotency-key": id, ...proof };
}

function firstOf(tokens: string | undefined): string | undefined {
  return tokens?.split(",")[0]?.trim() || undefined;
}
