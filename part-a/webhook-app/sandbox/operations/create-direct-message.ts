import type { z } from "zod";
import { codedFailure, success } from "../answers.ts";
import type { Answer, Person, Room } from "../model.ts";
import { operation, type OperationDeps } from "../operation.ts";
import { may } from "../permissions.ts";
import { createDirectMessageBody } from "../schemas.ts";
import { usernamesOf, wholeRoom } from "./room-fields.ts";

const METHOD = { method: "createDirectMessage" };
const INVALID_USER = codedFailure("Invalid user", "error-invalid-user", METHOD);
const NOT_ALLOWED = codedFailure("Not allowed", "error-not-allowed", METHOD);

/** `DirectMesssage_maxUsers` of a new workspace. */
const MAX_USERS = 8;

/**
 * Returns the existing room, or creates it. Only these four fields of a room are returned: the method removes
 * `inserted` and reads no other field (server/methods/createDirectMessage.ts and createDirectRoom.ts, see servers.ts).
 */
export const createDirectMessage = operation({
  name: "im.create",
  method: "POST",
  paths: ["/api/v1/im.create", "/api/v1/dm.create"],
  input: createDirectMessageBody,
  recipient(input, { workspace }) {
    const { username } = (input ?? {}) as { username?: unknown };
    if (typeof username !== "string") return undefined;
    return workspace.people.byUsernameIgnoringCase(username)?.username ?? username;
  },
  run({ input, caller }, deps) {
    const names = namesOf(input).filter((name) => name !== caller.username);
    const { excludeSelf = false } = input;
    const people = findPeople(names, deps);
    if (people === undefined) return INVALID_USER;
    if ((excludeSelf ? 0 : 1) + names.length > MAX_USERS) return tooMany();
    const members = [...new Set(excludeSelf ? people : [caller, ...people])];
    // A room with one member is the caller's own. This check sees only names that were looked up.
    if (members.length === 0) return INVALID_USER;
    if (deps.server.names === "looked up" && members.length === 1 && members[0] !== caller) return INVALID_USER;
    return open(members, caller, deps);
  },
});

function open(members: Person[], caller: Person, deps: OperationDeps): Answer {
  const { workspace, faults, server } = deps;
  const existing = workspace.roomOf(members.map(({ id }) => id));
  if (!may(caller, "create-d") || faults.meets("no_create_d", othersName(members, caller))) {
    return existing && server.withoutCreateD === "opened"
      ? success({ room: { ...wholeRoom(existing, deps), rid: existing.id } })
      : NOT_ALLOWED;
  }
  if (!existing && faults.meets("app_refuses", othersName(members, caller))) {
    return codedFailure("A Rocket.Chat App prevented the room creation.", "error-app-prevented");
  }
  const room =
    existing ??
    workspace.openRoom(
      members.map(({ id }) => id),
      deps.clock(),
    );
  return success({ room: shortRoom(room, deps) });
}

function shortRoom(room: Room, { workspace }: OperationDeps): Record<string, unknown> {
  return { t: "d", rid: room.id, usernames: usernamesOf(room, workspace), _id: room.id };
}

/** Undefined if the server rejects unknown names; if it drops them, the remaining people. */
function findPeople(names: string[], { workspace, server }: OperationDeps): Person[] | undefined {
  const { byUsername, byUsernameIgnoringCase } = workspace.people;
  if (server.names === "matched exactly") return names.flatMap((name) => byUsername(name) ?? []);
  const found = names.map((name) => byUsernameIgnoringCase(name));
  return found.every((person) => person !== undefined) ? found : undefined;
}

function othersName(members: Person[], caller: Person): string | undefined {
  return members.find((member) => member !== caller)?.username;
}

function tooMany(): Answer {
  const reason = `You cannot add more than ${MAX_USERS} users, including yourself to a direct message`;
  return codedFailure(reason, "error-direct-message-max-user-exceeded", { method: "createDirectRoom" });
}

function namesOf(input: z.output<typeof createDirectMessageBody>): string[] {
  return "username" in input ? [input.username] : input.usernames.split(",").map((name) => name.trim());
}
