import { codedFailure, failure, success } from "../answers.ts";
import type { Answer, Person, Room } from "../model.ts";
import { operation, type OperationDeps } from "../operation.ts";
import { sendMessageBody } from "../schemas.ts";
import { newId, type Workspace } from "../workspace.ts";
import { asMessage } from "./message-fields.ts";

/** `Message_MaxAllowedSize` of a new workspace, in UTF-16 code units. */
export const MAX_LENGTH = 5000;

/** The checks and their texts are those of executeSendMessage (apps/meteor/app/lib/server/methods/sendMessage.ts). */
export const sendMessage = operation({
  name: "chat.sendMessage",
  method: "POST",
  paths: ["/api/v1/chat.sendMessage"],
  input: sendMessageBody,
  recipient: (input, { workspace }) => recipientOf(input, workspace),
  async run({ input, caller }, deps) {
    const { _id: chosenId, msg, rid } = input.message;
    const { workspace } = deps;
    if (msg && msg.length > MAX_LENGTH) {
      const method = { method: "sendMessage" };
      return codedFailure("Message size exceeds Message_MaxAllowedSize", "error-message-size-exceeded", method);
    }
    if (!rid) return failure("The 'rid' property on the message object is missing.");
    const room = workspace.room(rid);
    if (!room?.memberIds.includes(caller.id)) return failure("error-invalid-room");
    if (isReadOnly(room, workspace)) return failure("You can't send messages because the room is readonly.");
    return post(chosenId || newId(), msg ?? "", room, caller, deps);
  },
});

async function post(id: string, msg: string, room: Room, caller: Person, deps: OperationDeps): Promise<Answer> {
  const { workspace, clock, replay, onStored } = deps;
  const existing = workspace.ledger.byId(id);
  if (existing && replay === "throws") return failure("Cannot read properties of undefined (reading 'starred')");
  if (existing) return success({ message: asMessage(existing, workspace) });
  const message = workspace.store({ id, msg, ts: clock(), senderId: caller.id, room });
  await onStored(message);
  return success({ message: asMessage(message, workspace) });
}

/** Deactivating somebody closes the rooms that they share with one other person. */
function isReadOnly(room: Room, { people }: Workspace): boolean {
  return room.memberIds.length <= 2 && room.memberIds.some((id) => people.byId(id)?.active === false);
}

function recipientOf(input: unknown, workspace: Workspace): string | undefined {
  const rid = (input as { message?: { rid?: unknown } } | undefined)?.message?.rid;
  const room = typeof rid === "string" ? workspace.room(rid) : undefined;
  if (room === undefined) return undefined;
  const humans = room.memberIds.flatMap((id) => workspace.people.byId(id) ?? []);
  return humans.find((person) => !person.roles.includes("bot"))?.username;
}
