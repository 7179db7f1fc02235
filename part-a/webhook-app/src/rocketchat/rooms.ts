/** 10,000 people make about 2 MB. */
const CAPACITY = 10_000;

/** A username may be given to somebody else, while the room stays with the person: so do not remember it for ever. */
const KEEP_MS = 3_600_000;

/** Remembers the room of each recipient, those written to last. */
export interface Rooms {
  get(recipient: string): string | undefined;
  set(recipient: string, rid: string): void;
  forget(recipient: string): void;
}

export function createRooms(clock: () => number): Rooms {
  const rooms = new Map<string, { rid: string; until: number }>();
  return {
    get(recipient) {
      const room = rooms.get(recipient);
      rooms.delete(recipient);
      if (room === undefined || room.until <= clock()) return undefined;
      rooms.set(recipient, room);
      return room.rid;
    },
    set(recipient, rid) {
      // A Map keeps the order of insertion: the first one is the one that was not used for the longest time.
      const [oldest] = rooms.size >= CAPACITY ? rooms.keys() : [];
      if (oldest !== undefined) rooms.delete(oldest);
      rooms.set(recipient, { rid, until: clock() + KEEP_MS });
    },
    forget(recipient) {
      rooms.delete(recipient);
    },
  };
}
