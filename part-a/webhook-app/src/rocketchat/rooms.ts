import { fold, type OwnRoom } from "./find-room.ts";

/** 10,000 people make about 2 MB. */
const CAPACITY = 10_000;

/** A username may be given to somebody else, while the room stays with the person: so do not remember it for ever. */
const KEEP_MS = 3_600_000;

/** Remembers the room of each recipient, those written to last. */
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
      // A Map keeps the order of insertion: the first one is the one that was not used for the longest time.
      const [oldest] = rooms.size >= CAPACITY ? rooms.keys() : [];
      if (oldest !== undefined) rooms.delete(oldest);
      rooms.set(fold(recipient), { room, until: clock() + KEEP_MS });
    },
    forget(recipient) {
      rooms.delete(fold(recipient));
    },
  };
}
