import { codedFailure, failure, success } from "../answers.ts";
import type { Answer } from "../model.ts";
import { operation, type OperationDeps } from "../operation.ts";
import { may } from "../permissions.ts";
import { sendMessageBody } from "../schemas.ts";
import type { Workspace } from "../workspace.ts";
import { refusalToWrite } from "./may-write.ts";
import { partnerOf } from "./room-fields.ts";
import { storeMessage } from "./store-message.ts";

const METHOD = { method: "sendMessage" };

/** The route's answer if sending returned no message, because it reads the message's stars; in all versions. */
const NO_MESSAGE = failure("Cannot read properties of undefined (reading 'starred')");

type Draft = ReturnType<typeof sendMessageBody.parse>["message"];

/**
 * Checks, order and words are those of executeSendMessage (server/meteor-methods/messages/sendMessage.ts
 * @006388d; app/lib/server/methods/sendMessage.ts, 7.7.1).
 */
export const sendMessage = operation({
  name: "chat.sendMessage",
  method: "POST",
  paths: ["/api/v1/chat.sendMessage"],
  input: sendMessageBody,
  limit: ({ sendLimit }) => sendLimit,
  recipient: (input, { workspace }) => recipientOf(input, workspace),
  async run({ input, caller }, deps) {
    const message = deps.server.blankMessages === "refused" ? withoutNul(input.message) : input.message;
    const refusal = refusalOf(message, deps);
    if (refusal) return refusal;
    if (!message.rid) return failure("The 'rid' property on the message object is missing.");
    const room = deps.workspace.room(message.rid);
    const refused = refusalToWrite(room, caller, deps);
    if (refused) return refused;
    // validateMessage in server/lib/messages/sendMessage.ts@159959e.
    if ((message.alias || message.avatar) && !may(caller, "message-impersonate")) {
      return failure("Not enough permission");
    }
    const stored = await storeMessage({ id: message._id, msg: message.msg ?? "" }, room!, caller, deps);
    if (stored === undefined) return NO_MESSAGE;
    return "refusal" in stored ? stored.refusal : success(stored);
  },
});

function withoutNul(message: Draft): Draft {
  return { ...message, msg: message.msg?.replaceAll("\0", "") };
}

/** Checks the message alone, before any look-up. */
function refusalOf(message: Draft, { server, settings }: OperationDeps): Answer | undefined {
  const { msg, attachments, blocks } = message;
  if (message.tshow && !message.tmid) {
    return codedFailure("tshow provided but missing tmid", "invalid-params", METHOD);
  }
  const isBlank = !msg?.trim() && !attachments?.length && !blocks?.length;
  if (server.blankMessages === "refused" && isBlank) {
    return codedFailure("Message cannot be empty", "error-invalid-message", METHOD);
  }
  if (msg && msg.length > settings.maxMessageSize()) {
    return codedFailure("Message size exceeds Message_MaxAllowedSize", "error-message-size-exceeded", METHOD);
  }
  return undefined;
}

function recipientOf(input: unknown, workspace: Workspace): string | undefined {
  const rid = (input as { message?: { rid?: unknown } } | undefined)?.message?.rid;
  const room = typeof rid === "string" ? workspace.room(rid) : undefined;
  return room && partnerOf(room, workspace)?.username;
}
