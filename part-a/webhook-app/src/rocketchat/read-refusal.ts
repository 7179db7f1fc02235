/** Rocket.Chat's code for a room that the account may not write to. */
export const READ_ONLY = "room-readonly";

/** Refusals that have a sentence and no code (server/lib/authorization/canSendMessage.ts). */
const SENTENCES: ReadonlyMap<string, string> = new Map([
  ["You can't send messages because the room is readonly.", READ_ONLY],
  ["The 'rid' property on the message object is missing.", "invalid-params"],
]);

/** As a Meteor.Error's text ends: "Invalid user [error-invalid-user]". */
const IN_BRACKETS = /\[([a-z][\w-]*)\]\s*$/i;

/** As a plain Error names itself: "error-message-size-exceeded", "room_is_blocked". */
const BARE = /^[a-z][\w-]*$/i;

/**
 * Reads why Rocket.Chat refused out of a body with `success: false`.
 *
 * @returns Its code; "" when it says no and nothing else; undefined when it says something that is no refusal. Any
 *   exception comes as 400 with its text, also a lost database ("connection 5 to 10.0.0.7:27017 closed"): such a text
 *   must not bury a message.
 */
export function readRefusal({ error, errorType }: Record<string, unknown>): string | undefined {
  if (typeof errorType === "string" && errorType !== "") return errorType;
  if (error === undefined || error === "") return "";
  if (typeof error !== "string") return undefined;
  return SENTENCES.get(error) ?? IN_BRACKETS.exec(error)?.[1] ?? BARE.exec(error)?.[0];
}
