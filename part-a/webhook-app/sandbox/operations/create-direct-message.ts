import type { z } from "zod";
import { codedFailure, success } from "../answers.ts";
import { operation } from "../operation.ts";
import { createDirectMessageBody } from "../schemas.ts";

const METHOD = { method: "createDirectMessage" };

/** `DirectMesssage_maxUsers` of a new workspace. */
const MAX_USERS = 8;

/** Answers the room that is there, or makes it; usernames match without regard to case. */
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
  run({ input, caller }, { workspace }) {
    const names = usernames(input);
    if (names.length + 1 > MAX_USERS) {
      const reason = `You cannot create a direct message with more than ${MAX_USERS} users`;
      return codedFailure(reason, "error-direct-message-max-user-exceeded", METHOD);
    }
    const people = names.map((name) => workspace.people.byUsernameIgnoringCase(name));
    if (names.length === 0 || !people.every((person) => person !== undefined)) {
      return codedFailure("Invalid user", "error-invalid-user", METHOD);
    }
    const members = [...new Set([caller, ...people])];
    const room = workspace.openRoom(members.map((member) => member.id));
    return success({
      room: { _id: room.id, rid: room.id, t: "d", usernames: members.map((member) => member.username) },
    });
  },
});

function usernames(input: z.output<typeof createDirectMessageBody>): string[] {
  if ("username" in input) return [input.username];
  return input.usernames.split(",").flatMap((name) => name.trim() || []);
}
