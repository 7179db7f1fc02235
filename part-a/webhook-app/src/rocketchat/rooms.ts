import { fold, type OwnRoom } from "./find-room.ts";

/** 10,000 people make about 2 MB. */
const CAPACITY = 10_000;

/** Limited, because a username may be given to somebody else, while the room stays with the former person. */
const KEEP_MS = 3_600_000;

/** Remembers the rooms of the most recent recipients. */
export interface Rooms {
  get(recipient: string): OwnRoom | undefined;
  set(recipient: string, room: OwnRoom): void;
  forget(recipient: string): void;
}

export function createRooms(clock: () => number): Rooms {
  const rooms = new Map<string, { room: OwnRoom; until: number }>();
  return {
    get(recipient) {
      const key = fold(recipient);
      const known = rooms.get(key);
      rooms.delete(key);
      if (known === undefined || known.until <= clock()) return undefined;
      rooms.set(key, known);
      return known.room;
    },
    set(recipient, room) {
      // A Map keeps the order of insertion, so the first entry is the least recently used.
      const [oldest] = rooms.size >= CAPACITY ? rooms.keys() : [];
      if (oldest !== undefined) rooms.delete(oldest);
      rooms.set(fold(recipient), { room, until: clock() + KEEP_MS });
    },
    forget(recipient) {
      rooms.delete(fold(recipient));
    },
  };
}
