import { codedFailure, FORBIDDEN, success } from "../answers.ts";
import { operation } from "../operation.ts";
import { updateUserBody } from "../schemas.ts";
import { allFields } from "./account-fields.ts";
import { hashPassword } from "./passwords.ts";

/** Changes name, address, roles and password; nothing else of an account is kept here. */
export const usersUpdate = operation({
  name: "users.update",
  method: "POST",
  paths: ["/api/v1/users.update"],
  input: updateUserBody,
  recipient(input, { workspace }) {
    const { userId } = (input ?? {}) as { userId?: string };
    return userId === undefined ? undefined : workspace.people.byId(userId)?.username;
  },
  run({ input, caller }, { workspace }) {
    if (!caller.roles.includes("admin")) return FORBIDDEN;
    const person = workspace.people.byId(input.userId);
    if (person === undefined) {
      return codedFailure("The required userId does not match any user", "error-invalid-user");
    }
    const { name, email, roles, password } = input.data;
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
