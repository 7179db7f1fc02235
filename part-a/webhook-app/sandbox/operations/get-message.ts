import { failure, success } from "../answers.ts";
import { operation } from "../operation.ts";
import { getMessageQuery } from "../schemas.ts";
import { asMessage } from "./message-fields.ts";

/** A message that is not there, or in a room of others, is a 400 without a text. */
export const getMessage = operation({
  name: "chat.getMessage",
  method: "GET",
  paths: ["/api/v1/chat.getMessage"],
  input: getMessageQuery,
  recipient(input, { workspace }) {
    const { msgId } = input as { msgId?: string };
    return msgId === undefined ? undefined : workspace.ledger.byId(msgId)?.recipient;
  },
  run({ input, caller }, { workspace }) {
    const message = workspace.ledger.byId(input.msgId);
    if (message === undefined || !workspace.room(message.rid)?.memberIds.includes(caller.id)) return failure();
    return success({ message: asMessage(message, workspace) });
  },
});
