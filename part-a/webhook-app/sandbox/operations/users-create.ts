import { codedFailure, FORBIDDEN, success } from "../answers.ts";
import { operation } from "../operation.ts";
import { may } from "../permissions.ts";
import { createUserBody } from "../schemas.ts";
import { newId } from "../workspace.ts";
import { allFields } from "./account-fields.ts";
import { hashPassword } from "./passwords.ts";
import { refusalOfUsername } from "./validate-user.ts";

export const usersCreate = operation({
  name: "users.create",
  method: "POST",
  paths: ["/api/v1/users.create"],
  input: createUserBody,
  recipient: (input) => (input as { username?: string } | null)?.username,
  run({ input, caller }, deps) {
    if (!may(caller, "create-user")) return FORBIDDEN;
    const { workspace, clock } = deps;
    const { people } = workspace;
    const { username, email, name } = input;
    const refusal = refusalOfUsername(username, deps);
    if (refusal) return refusal;
    if (people.byUsernameIgnoringCase(username)) return alreadyInUse(username);
    if (people.byEmail(email)) return alreadyInUse(email);
    const person = {
      id: newId(),
      username,
      name,
      email,
      roles: input.roles ?? ["user"],
      active: input.active ?? true,
      createdAt: new Date(clock()).toISOString(),
      passwordHash: hashPassword(input.password),
    };
    workspace.record({ kind: "person", person });
    return success({ user: allFields(person) });
  },
});

function alreadyInUse(field: string) {
  const details = { method: "insertOrUpdateUser", field };
  return codedFailure(`${field} is already in use :(`, "error-field-unavailable", details);
}
