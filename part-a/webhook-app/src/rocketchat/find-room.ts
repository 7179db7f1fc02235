import type { Answer, Trouble } from "./answer.ts";
import type { Calls, Room } from "./calls.ts";

/** A room that is certainly the recipient's. `username`: the recipient's name as Rocket.Chat spells it. */
export interface OwnRoom {
  rid: string;
  username: string;
}

/** Opens the direct message room with the recipient, and verifies that it is theirs. */
export type FindRoom = (recipient: string, signal: AbortSignal) => Promise<Answer<OwnRoom>>;

/** Compares usernames; in Rocket.Chat they ignore case. */
export function sameName(one: string, other: string): boolean {
  return fold(one) === fold(other);
}

export function fold(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

function ownRoom(recipient: string, { rid, usernames }: Room): OwnRoom | undefined {
  const username = usernames.find((name) => sameName(name, recipient));
  return username === undefined ? undefined : { rid, username };
}

function nobody(recipient: string, { usernames }: Room): Trouble {
  const detail = `opened the room of ${usernames.join(", ") || "nobody"} instead of ${recipient}'s`;
  const evidence = { operation: "im.create", status: 200, code: null, detail: detail.slice(0, 300) };
  return { status: "trouble", operation: "im.create", kind: "refused", code: "error-invalid-user", evidence };
}

/**
 * Newer servers (from 8.5) compare names exactly and drop unknown ones: for `Jane`
 * instead of `jane` they may return the bot's room with itself. So the room must name the recipient; otherwise the
 * name's exact spelling is looked up and tried, once.
 */
export function createFindRoom(calls: Pick<Calls, "openRoom" | "user">): FindRoom {
  return async (recipient, signal) => {
    const opened = await calls.openRoom(recipient, signal);
    if (opened.status !== "ok") return opened;
    const own = ownRoom(recipient, opened.data);
    if (own !== undefined) return { status: "ok", data: own };
    const user = await calls.user(recipient, signal);
    if (user.status !== "ok") return user;
    const { username } = user.data;
    // The name may be somebody else's id, and the same spelling would open the same room.
    if (username === recipient || !sameName(username, recipient)) return nobody(recipient, opened.data);
    const again = await calls.openRoom(username, signal);
    if (again.status !== "ok") return again;
    const found = ownRoom(recipient, again.data);
    return found === undefined ? nobody(recipient, again.data) : { status: "ok", data: found };
  };
}
