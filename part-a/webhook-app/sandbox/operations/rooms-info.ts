import { codedFailure, success } from "../answers.ts";
import { operation } from "../operation.ts";
import { roomsInfoQuery } from "../schemas.ts";
import { mayAccess } from "./may-write.ts";
import { partnerOf, wholeRoom } from "./room-fields.ts";

const NO_ROOM = 'The required "roomId" or "roomName" param provided does not match any channel';

/**
 * The whole room, for its members: the only way to see that a room is encrypted (app/api/server/v1/rooms.ts, 7.7.1).
 */
export const roomsInfo = operation({
  name: "rooms.info",
  method: "GET",
  paths: ["/api/v1/rooms.info"],
  input: roomsInfoQuery,
  recipient(input, { workspace }) {
    const room = workspace.room((input as { roomId?: string }).roomId ?? "");
    return room && partnerOf(room, workspace)?.username;
  },
  run({ input, caller }, deps) {
    const room = "roomId" in input ? deps.workspace.room(input.roomId) : undefined;
    if (room === undefined) return codedFailure(NO_ROOM, "error-room-not-found");
    // Upstream swaps the two fields too.
    if (!mayAccess(room, caller)) {
      return { status: 400, body: { success: false, error: "not-allowed", errorType: "Not Allowed" } };
    }
    return success({ room: wholeRoom(room, deps) });
  },
});
