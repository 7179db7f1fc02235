import { codedFailure, failure, success } from "../answers.ts";
import type { Message, Person } from "../model.ts";
import { operation, type OperationDeps } from "../operation.ts";
import { may } from "../permissions.ts";
import { deleteMessageBody } from "../schemas.ts";
import { mayAccess } from "./may-write.ts";

/**
 * server/api/v1/chat.ts@01d81c2 and canDeleteMessage.ts (7.7.1). An account with the role `bot` alone has no
 * `delete-own-message`; one with `user` has. `Message_AllowDeleting` is on and unlimited in a new workspace.
 */
export const chatDelete = operation({
  name: "chat.delete",
  method: "POST",
  paths: ["/api/v1/chat.delete"],
  input: deleteMessageBody,
  recipient: (input, { workspace }) =>
    workspace.ledger.byId((input as { msgId?: string } | null)?.msgId ?? "")?.recipient,
  run({ input, caller }, deps) {
    const { workspace } = deps;
    if (!("msgId" in input)) return failure(`No message found with the file id: "${input.fileId}".`);
    const message = workspace.ledger.byId(input.msgId);
    if (message === undefined) return failure(`No message found with the id of "${input.msgId}".`);
    if (message.rid !== input.roomId) return failure("The room id provided does not match where the message is from.");
    if (!mayDelete(message, caller, deps)) return codedFailure("Not allowed", "error-action-not-allowed");
    workspace.removeMessage(message.id);
    const { username, name } = workspace.people.byId(message.senderId) ?? {};
    const u = { _id: message.senderId, username, name };
    return success({ _id: message.id, ts: String(deps.clock()), message: { _id: message.id, rid: message.rid, u } });
  },
});

function mayDelete(message: Message, caller: Person, { workspace, settings }: OperationDeps): boolean {
  if (!mayAccess(workspace.room(message.rid), caller)) return false;
  if (may(caller, "force-delete-message")) return true;
  if (!settings.mayDelete()) return false;
  return may(caller, "delete-message") || (message.senderId === caller.id && may(caller, "delete-own-message"));
}
