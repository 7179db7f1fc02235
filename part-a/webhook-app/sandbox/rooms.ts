import type { Room } from "./model.ts";

/** Direct-message rooms; each set of people has one. */
export interface Rooms {
  add(room: Room): void;
  byId(id: string): Room | undefined;
  of(memberIds: readonly string[]): Room | undefined;
  /** Removes a deleted user's rooms, as in app/lib/server/functions/deleteUser.ts (7.7.1). */
  removeOf(userId: string): void;
  all(): Room[];
}

/** No rooms yet. */
export function createRooms(): Rooms {
  const byId = new Map<string, Room>();
  const byMembers = new Map<string, Room>();
  const keyOf = (memberIds: readonly string[]) => [...new Set(memberIds)].sort().join(" ");
  return {
    add(room) {
      byId.set(room.id, room);
      byMembers.set(keyOf(room.memberIds), room);
    },
    byId: (id) => byId.get(id),
    of: (memberIds) => byMembers.get(keyOf(memberIds)),
    removeOf(userId) {
      for (const room of [...byId.values()].filter(({ memberIds }) => memberIds.includes(userId))) {
        byId.delete(room.id);
        byMembers.delete(keyOf(room.memberIds));
      }
    },
    all: () => [...byId.values()],
  };
}
