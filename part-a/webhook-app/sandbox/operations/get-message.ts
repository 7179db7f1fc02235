import { codedFailure, failure, success } from "../answers.ts";
import { operation } from "../operation.ts";
import { getMessageQuery } from "../schemas.ts";
import { mayAccess } from "./may-write.ts";
import { asMessage } from "./message-fields.ts";

/** A missing message is a 400 without a text; one in a foreign room has a text (getSingleMessage.ts, 7.7.1). */
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
    if (message === undefined) return failure();
    if (!mayAccess(workspace.room(message.rid), caller)) {
      return codedFailure("Not allowed", "error-not-allowed", { method: "getSingleMessage" });
    }
    return success({ message: asMessage(message, workspace) });
  },
});
