import type { RateLimit } from "./rate-limiter.ts";

/**
 * The differences between servers, and their upstream sources: path@commit in RocketChat/Rocket.Chat, except 7.7.1,
 * which was read in chrisi51/rocketchat-server-7@bb5cf17a008e. Paths are below apps/meteor.
 */
export interface ServerProfile {
  /** The full version; anonymous callers of /api/info see the first two parts. */
  version: string;
  /**
   * How `im.create` treats names. "looked up": ignoring case, and an unknown one is rejected
   * (server/methods/createDirectMessage.ts, 7.7.1). "matched exactly": an unknown one is silently dropped, which
   * may leave only the caller, in a room with itself (the same file@08e13514f; createDirectRoom.ts@03677ca2 matches).
   */
  names: "looked up" | "matched exactly";
  /**
   * An account without `create-d` that opens an existing room. Up to 8.8 a bug (`Object.keys` of an array) makes
   * it "refused"; server/meteor-methods/messages/createDirectMessage.ts@1d09fcc returns the whole room: "opened".
   */
  withoutCreateD: "refused" | "opened";
  /** The id of a room of two: both users' ids joined, or random (server/lib/rooms/createDirectRoom.ts@46f55ac). */
  roomIds: "joined" | "random";
  /**
   * Blank messages and NUL characters: kept, or rejected and stripped (meteor-methods/messages/sendMessage.ts@006388d).
   */
  blankMessages: "kept" | "refused";
  /** Sending to an archived room: rejected since server/lib/authorization/canSendMessage.ts@0936c5f. */
  archivedRooms: "open" | "refused";
  /** `chat.sendMessage`'s own rate limit, if any (server/api/v1/chat.ts@01d81c2, PR #41966). */
  sendLimit: RateLimit | null;
  /** The minimum length of a password, which must also have all classes of characters; since 8.1 (PR #38032). */
  passwordPolicy: number | null;
}

const SEVEN: ServerProfile = {
  version: "7.7.1",
  names: "looked up",
  withoutCreateD: "refused",
  roomIds: "joined",
  blankMessages: "kept",
  archivedRooms: "open",
  sendLimit: null,
  passwordPolicy: null,
};

const EIGHT_FIVE: ServerProfile = { ...SEVEN, version: "8.5.3", names: "matched exactly", passwordPolicy: 14 };

/** Still drops names: a reviewer of PR #41822 found it in the sources of 2026-08-18, two weeks before 8.8.0. */
const EIGHT_EIGHT: ServerProfile = { ...EIGHT_FIVE, version: "8.8.1", sendLimit: { calls: 5, windowMs: 1000 } };

/** The newest sources that were read, later than 8.8.0; it is not known which release has them. */
const DEVELOP: ServerProfile = {
  ...EIGHT_EIGHT,
  version: "8.9.0-develop",
  names: "looked up",
  withoutCreateD: "opened",
  roomIds: "random",
  blankMessages: "refused",
  archivedRooms: "refused",
};

/** By the names for `--server`. */
export const SERVERS = { "7.7": SEVEN, "8.5": EIGHT_FIVE, "8.8": EIGHT_EIGHT, develop: DEVELOP } as const;

export type ServerName = keyof typeof SERVERS;

/** The one that part-a/k8s-manifests deploys. */
export const DEFAULT_SERVER: ServerName = "8.5";

/** Whether there is a profile of that name. */
export function isServerName(name: string): name is ServerName {
  return Object.hasOwn(SERVERS, name);
}
