import { codedFailure, success } from "../answers.ts";
import type { Person } from "../model.ts";
import { operation } from "../operation.ts";
import { may } from "../permissions.ts";
import { personalAccessTokenBody, regenerateTokenBody } from "../schemas.ts";
import type { Workspace } from "../workspace.ts";
import { passwordMatches } from "./passwords.ts";
import { newToken } from "./session.ts";

const METHOD = "personalAccessTokens:generateToken";
const REGENERATE_METHOD = "personalAccessTokens:regenerateToken";

/**
 * Always requires the password as a second factor. Rocket.Chat does not in an account's first 30 minutes; a caller
 * rejected here would be rejected there later.
 */
export const generatePersonalAccessToken = operation({
  name: "users.generatePersonalAccessToken",
  method: "POST",
  paths: ["/api/v1/users.generatePersonalAccessToken"],
  input: personalAccessTokenBody,
  run({ input, caller, headers }, { workspace }) {
    if (!hasSecondFactor(caller, headers)) return SECOND_FACTOR_REQUIRED;
    // The role `bot` alone is not enough.
    if (!may(caller, "create-personal-access-tokens")) {
      return codedFailure("Not Authorized", "not-authorized", { method: METHOD });
    }
    const name = input.tokenName;
    const taken = workspace.people.tokens().some((token) => token.userId === caller.id && token.name === name);
    if (taken)
      return codedFailure("A token with this name already exists", "error-token-already-exists", { method: METHOD });
    return issueToken(name, caller, workspace);
  },
});

/** Revokes the token with that name and creates another. */
export const regeneratePersonalAccessToken = operation({
  name: "users.regeneratePersonalAccessToken",
  method: "POST",
  paths: ["/api/v1/users.regeneratePersonalAccessToken"],
  input: regenerateTokenBody,
  run({ input, caller, headers }, { workspace }) {
    if (!hasSecondFactor(caller, headers)) return SECOND_FACTOR_REQUIRED;
    const name = input.tokenName;
    const old = workspace.people.tokens().find((token) => token.userId === caller.id && token.name === name);
    if (old === undefined) return codedFailure("Not Authorized", "not-authorized", { method: REGENERATE_METHOD });
    workspace.record({ kind: "revoked", token: old.token });
    return issueToken(name, caller, workspace);
  },
});

function issueToken(name: string, { id: userId }: Person, workspace: Workspace) {
  const token = newToken();
  workspace.record({ kind: "token", token: { token, userId, name } });
  return success({ token });
}

const SECOND_FACTOR_REQUIRED = codedFailure("TOTP Required", "totp-required", {
  method: "password",
  codeGenerated: false,
  availableMethods: [],
});

function hasSecondFactor(caller: Person, headers: Headers): boolean {
  return headers.get("x-2fa-method") === "password" && passwordMatches(caller, headers.get("x-2fa-code") ?? "");
}
