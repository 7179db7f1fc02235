import type { Person, Room } from "../model.ts";
import type { OperationDeps } from "../operation.ts";
import type { Workspace } from "../workspace.ts";

/** Everybody's username, in the order of their shown names, as createDirectRoom.ts sorts them. */
export function usernamesOf(room: Room, workspace: Workspace): string[] {
  return workspace
    .membersOf(room)
    .toSorted((a, b) => (a.name || a.username).localeCompare(b.name || b.username))
    .map(({ username }) => username);
}

/** A room as it lies in the database, which `rooms.info` answers. */
export function wholeRoom(room: Room, deps: OperationDeps): Record<string, unknown> {
  const { workspace } = deps;
  const at = new Date(room.ts ?? 0).toISOString();
  const messages = workspace.ledger.messages().filter(({ rid }) => rid === room.id).length;
  return {
    _id: room.id,
    t: "d",
    usernames: usernamesOf(room, workspace),
    usersCount: room.memberIds.length,
    msgs: messages,
    ts: at,
    uids: room.memberIds,
    _updatedAt: at,
    ...(isEncrypted(room, deps) ? { encrypted: true } : {}),
    ...(isReadOnly(room, workspace) ? { ro: true } : {}),
  };
}

/** Whether the fault `encrypted` is about this room. */
export function isEncrypted(room: Room, deps: OperationDeps): boolean {
  return deps.faults.holds("encrypted", partnerOf(room, deps.workspace)?.username) !== undefined;
}

/** Deactivating somebody closes the rooms that they share with one other person (setUserActiveStatus.ts, 7.7.1). */
export function isReadOnly(room: Room, workspace: Workspace): boolean {
  return room.memberIds.length <= 2 && workspace.membersOf(room).some(({ active }) => !active);
}

/** Whom a bot's room is with: the first member that is no bot. */
export function partnerOf(room: Room, workspace: Workspace): Person | undefined {
  return workspace.membersOf(room).find((person) => !person.roles.includes("bot"));
}
