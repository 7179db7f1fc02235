import type { Person, Room } from "../model.ts";
import type { OperationDeps } from "../operation.ts";
import type { Workspace } from "../workspace.ts";

/** The members' usernames, in the order of their display names, as in createDirectRoom.ts. */
export function usernamesOf(room: Room, workspace: Workspace): string[] {
  return workspace
    .membersOf(room)
    .toSorted((a, b) => (a.name || a.username).localeCompare(b.name || b.username))
    .map(({ username }) => username);
}

/** A room as stored in the database, which `rooms.info` returns. */
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

/** Whether the fault `encrypted` affects this room. */
export function isEncrypted(room: Room, deps: OperationDeps): boolean {
  return deps.faults.holds("encrypted", partnerOf(room, deps.workspace)?.username) !== undefined;
}

/** A deactivated person's rooms with one other person are read-only (setUserActiveStatus.ts, 7.7.1). */
export function isReadOnly(room: Room, workspace: Workspace): boolean {
  return room.memberIds.length <= 2 && workspace.membersOf(room).some(({ active }) => !active);
}

/** The person in a bot's room: the first member that is not a bot. */
export function partnerOf(room: Room, workspace: Workspace): Person | undefined {
  return workspace.membersOf(room).find((person) => !person.roles.includes("bot"));
}
