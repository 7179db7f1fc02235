import { codedFailure, failure } from "../answers.ts";
import type { Answer, Person, Room } from "../model.ts";
import type { OperationDeps } from "../operation.ts";
import { may } from "../permissions.ts";
import { isEncrypted, isReadOnly, partnerOf } from "./room-fields.ts";

/** Only for a member; seeing a room also needs a permission, which bots and users have. */
export function mayAccess(room: Room | undefined, caller: Person): room is Room {
  if (!room?.memberIds.includes(caller.id)) return false;
  return may(caller, "view-joined-room") || may(caller, "view-d-room");
}

/**
 * Why somebody may not write to a room, with the order and words of canSendMessage.ts@0936c5f
 * (server/lib/authorization) and, for encrypted rooms, of executeSendMessage, the only one with a coded error.
 */
export function refusalToWrite(room: Room | undefined, caller: Person, deps: OperationDeps): Answer | undefined {
  const { faults, server, workspace } = deps;
  if (room === undefined) return failure("error-invalid-room");
  const partner = partnerOf(room, workspace)?.username;
  if (server.archivedRooms === "refused" && faults.meets("archived", partner)) return failure("room_is_archived");
  if (!mayAccess(room, caller)) return failure("error-not-allowed");
  // Blocking exists only between two people.
  if (room.memberIds.length <= 2 && faults.meets("blocked", partner)) return failure("room_is_blocked");
  if (isReadOnly(room, workspace)) return failure("You can't send messages because the room is readonly.");
  if (faults.meets("muted", partner)) return failure("You_have_been_muted");
  if (isEncrypted(room, deps)) {
    faults.meets("encrypted", partner);
    const reason = "Not allowed to send un-encrypted messages in an encrypted room";
    return codedFailure(reason, "error-not-allowed", { method: "sendMessage" });
  }
  return undefined;
}
