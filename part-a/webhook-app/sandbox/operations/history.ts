import { codedFailure, success } from "../answers.ts";
import { operation } from "../operation.ts";
import { historyQuery } from "../schemas.ts";
import { mayAccess } from "./may-write.ts";
import { asMessage } from "./message-fields.ts";

/** The default page size (setting API_Default_Count). */
const DEFAULT_COUNT = 50;

const NO_ROOM = `The required "roomId" or "userId" param provided does not match any direct message`;

/** The newest messages of a room of which the caller is a member, newest first. */
export const history = operation({
  name: "im.history",
  method: "GET",
  paths: ["/api/v1/im.history", "/api/v1/dm.history"],
  input: historyQuery,
  run({ input, caller }, { workspace }) {
    const room = workspace.room(input.roomId);
    if (!mayAccess(room, caller)) return codedFailure(NO_ROOM, "error-room-not-found");
    const { offset = 0, count = DEFAULT_COUNT } = input;
    const newestFirst = workspace.ledger.messages().filter(({ rid }) => rid === room.id);
    const messages = newestFirst.toReversed().slice(offset, offset + count);
    return success({ messages: messages.map((message) => asMessage(message, workspace)) });
  },
});
