import { codedFailure, FORBIDDEN, success } from "../answers.ts";
import { operation } from "../operation.ts";
import { may } from "../permissions.ts";
import { updateUserBody } from "../schemas.ts";
import { allFields } from "./account-fields.ts";
import { hashPassword } from "./passwords.ts";
import { refusalOfPassword } from "./validate-user.ts";

/** Changes name, address, roles and password; the sandbox keeps nothing else of an account. */
export const usersUpdate = operation({
  name: "users.update",
  method: "POST",
  paths: ["/api/v1/users.update"],
  input: updateUserBody,
  recipient(input, { workspace }) {
    const { userId } = (input ?? {}) as { userId?: string };
    return userId === undefined ? undefined : workspace.people.byId(userId)?.username;
  },
  run({ input, caller }, deps) {
    if (!may(caller, "edit-other-user-info")) return FORBIDDEN;
    const { workspace } = deps;
    const person = workspace.people.byId(input.userId);
    if (person === undefined) {
      return codedFailure("The required userId does not match any user", "error-invalid-user");
    }
    const { name, email, roles, password } = input.data;
    const refusal = password ? refusalOfPassword(password, deps) : undefined;
    if (refusal) return refusal;
    const changed = {
      ...person,
      name: name ?? person.name,
      email: email ?? person.email,
      roles: roles ?? person.roles,
      ...(password ? { passwordHash: hashPassword(password) } : {}),
    };
    workspace.record({ kind: "person", person: changed });
    return success({ user: allFields(changed) });
  },
});
