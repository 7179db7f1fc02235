/** A room that the account may not write to. */
export const READ_ONLY = "room-readonly";
/** Nothing was stored: the message is already there, or an app prevented it. */
export const NOTHING_STORED = "nothing-stored";
export const USER_NOT_FOUND = "user-not-found";
/** The room is end-to-end encrypted. */
export const ENCRYPTED = "encrypted-room";

/**
 * Shares its code, error-not-allowed, with other errors, and im.create does not say that a room is encrypted
 * (apps/meteor/server/meteor-methods/messages/sendMessage.ts@006388d14e0c, the same sentence in 7.7.1).
 */
const ENCRYPTED_SENTENCE = "Not allowed to send un-encrypted messages in an encrypted room";

/** Errors with a sentence and no code, and our codes for them. */
const SENTENCES: ReadonlyMap<string, string> = new Map([
  // apps/meteor/server/lib/authorization/canSendMessage.ts@0936c5ffb9c0
  ["You can't send messages because the room is readonly.", READ_ONLY],
  // apps/meteor/server/meteor-methods/messages/sendMessage.ts@006388d14e0c
  ["The 'rid' property on the message object is missing.", "invalid-params"],
  // sendMessage returned nothing, of which the route reads `starred` (7.7.1).
  ["Cannot read properties of undefined (reading 'starred')", NOTHING_STORED],
  ["Cannot read property 'starred' of undefined", NOTHING_STORED],
  // From users.info; it also has a code if the parameter "does not match any users".
  ["User not found.", USER_NOT_FOUND],
  // hubot-rocketchat #331
  ["Target user not allowed to receive messages", "error-not-allowed"],
]);

/** The end of a Meteor.Error's text: "Invalid user [error-invalid-user]". */
const IN_BRACKETS = /\[([a-z][\w-]*)\]\s*$/i;

/** The text of a plain Error: "error-message-size-exceeded", "room_is_blocked". */
const BARE = /^[a-z][\w-]*$/i;

/**
 * Reads the reason from a body with `success: false`.
 *
 * @returns Its code, or ours for a known sentence; "" if it gives no reason; undefined for any other
 *   text. Any exception comes as 400 with its text, even a lost database ("connection 5 to
 *   10.0.0.7:27017 closed"): such a text must not bury a message.
 */
export function readRefusal({ error, errorType }: Record<string, unknown>): string | undefined {
  if (typeof error === "string" && error.startsWith(ENCRYPTED_SENTENCE)) return ENCRYPTED;
  if (typeof errorType === "string" && errorType !== "") return errorType;
  if (error === undefined || error === "") return "";
  if (typeof error !== "string") return undefined;
  return SENTENCES.get(error) ?? IN_BRACKETS.exec(error)?.[1] ?? BARE.exec(error)?.[0];
}

/** Whether a code is one of ours, which Rocket.Chat never sends. */
export function isOurs(code: string): boolean {
  return [READ_ONLY, NOTHING_STORED, USER_NOT_FOUND, ENCRYPTED].includes(code);
}
