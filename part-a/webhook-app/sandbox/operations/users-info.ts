import type { z } from "zod";
import { failure, success } from "../answers.ts";
import type { Person } from "../model.ts";
import { operation } from "../operation.ts";
import { may } from "../permissions.ts";
import { usersInfoQuery } from "../schemas.ts";
import type { People } from "../people.ts";
import { allFields, publicFields } from "./account-fields.ts";

/** Only the person and administrators (`view-full-other-user-info`) get all fields. */
export const usersInfo = operation({
  name: "users.info",
  method: "GET",
  paths: ["/api/v1/users.info"],
  input: usersInfoQuery,
  recipient: (input) => (input as { username?: string }).username,
  run({ input, caller }, { workspace }) {
    const seesAll = may(caller, "view-full-other-user-info");
    const person = find(input, workspace.people, seesAll);
    if (person === undefined) return failure("User not found.");
    const canViewAllInfo = seesAll || person.id === caller.id;
    return success({ user: { ...(canViewAllInfo ? allFields(person) : publicFields(person)), canViewAllInfo } });
  },
});

function find(query: z.output<typeof usersInfoQuery>, people: People, seesAll: boolean): Person | undefined {
  if ("userId" in query) return people.byId(query.userId);
  // Exact, unlike im.create: findOneByIdOrUsername (apps/meteor/app/lib/server/functions/getFullUserData.ts).
  if ("username" in query) return people.byUsername(query.username) ?? people.byId(query.username);
  if ("email" in query && seesAll) return people.byEmail(query.email);
  return undefined;
}
