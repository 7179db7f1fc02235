import { codedFailure } from "../answers.ts";
import type { Answer } from "../model.ts";
import type { OperationDeps } from "../operation.ts";

/** The check of `UTF8_User_Names_Validation` (server/lib/users/saveUser/validateUserData.ts@6d63323). */
export function refusalOfUsername(username: string, { settings }: OperationDeps): Answer | undefined {
  if (new RegExp(`^${settings.usernamePattern()}$`).test(username)) return undefined;
  const details = { method: "insertOrUpdateUser", input: username, field: "Username" };
  return codedFailure(`${username} is not a valid username`, "error-input-is-not-a-valid-field", details);
}

/** In the order of packages/password-policies/src/PasswordPolicy.ts (7.7.1). */
const CLASSES = [
  ["oneLowercase", /[a-z]/, "at least one lowercase character"],
  ["oneUppercase", /[A-Z]/, "at least one uppercase character"],
  ["oneNumber", /[0-9]/, "at least one numerical character"],
  ["oneSpecial", /[^A-Za-z0-9 ]/, "at least one special character"],
] as const;

/** `Accounts_Password_Policy_ForbidRepeatingCharactersCount`: three alike in a row pass, four do not. */
const REPEATED = /(.)\1{3,}/;

/**
 * The check of the password policy, on servers that have one. `users.update` applies it, `users.create` does not
 * (saveUser.ts@00c0f09).
 */
export function refusalOfPassword(password: string, { server }: OperationDeps): Answer | undefined {
  const least = server.passwordPolicy;
  if (least === null) return undefined;
  const broken = [
    ...(password.length < least ? [reason("minLength", "does not meet the minimum length password policy.")] : []),
    ...(REPEATED.test(password)
      ? [reason("repeatingCharacters", "contains repeating characters which is against the password policy.")]
      : []),
    ...CLASSES.filter(([, pattern]) => !pattern.test(password)).map(([name, , what]) =>
      reason(name, `does not contain ${what} which is against the password policy.`),
    ),
  ];
  if (broken.length === 0) return undefined;
  const error = "The password provided does not meet the server's password policy.";
  const errorType = "error-password-policy-not-met";
  return { status: 400, body: { success: false, error, errorType, details: broken } };
}

function reason(name: string, what: string): { error: string; message: string } {
  return { error: `error-password-policy-not-met-${name}`, message: `The password ${what}` };
}
