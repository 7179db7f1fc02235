import { randomBytes } from "node:crypto";
import type { Answer, Trouble } from "../../src/rocketchat/answer.ts";
import { newMessageId } from "../../src/notifications/message-id.ts";
import { sameName } from "../../src/rocketchat/find-room.ts";
import type { OpenedRoom } from "./ask-messages.ts";
import type { Asked } from "./asked.ts";
import { broken, ok, warning, type Finding } from "./finding.ts";
import { todoFor } from "./todo-for.ts";
import { wordsOf } from "./words-of.ts";

/** Where doctor writes, and the text by which it finds its own messages. */
interface Place {
  rid: string;
  marker: string;
}

const BY_HAND = "Nothing to do: one message stays in the bot's direct room with itself.";

/** Whose rooms the names open, and what happens to a message that is posted twice. */
export async function examineSending(asked: Asked, username: string): Promise<Finding[]> {
  const unknown = await unknownNames(asked, username);
  const own = await asked.openRoom(username);
  if (own.status !== "ok") return [unknown, await noOwnRoom(asked, own)];
  const place = { rid: own.data.rid, marker: randomBytes(8).toString("hex") };
  return [unknown, ...(await messages(asked, place))];
}

/** Notifications do not need the bot to write to itself; only doctor and the canary do. */
async function noOwnRoom(asked: Asked, own: Trouble): Promise<Finding> {
  const settings = await asked.settings();
  const off = settings.status === "ok" && settings.data.get("Message_AllowDirectMessagesToYourself") === false;
  if (!off) return broken("sending", wordsOf(own), todoFor(own));
  const todo =
    "Turn on Message_AllowDirectMessagesToYourself; without it, neither doctor nor the canary can send a test message.";
  return warning("sending", "direct messages to oneself are turned off, so no test message was sent", todo);
}

/** A made-up name must not open the room of anybody but the bot itself. */
async function unknownNames(asked: Asked, username: string): Promise<Finding> {
  const name = `nobody-${randomBytes(6).toString("hex")}`;
  const answer = await asked.openRoom(name);
  if (answer.status === "ok") return misdirected(answer.data, name, username);
  if (answer.code === "error-invalid-user") return ok("unknown_names", "an unknown name is refused");
  return warning("unknown_names", wordsOf(answer), todoFor(answer));
}

function misdirected({ usernames }: OpenedRoom, name: string, username: string): Finding {
  if (usernames.every((member) => sameName(member, username))) {
    return ok("unknown_names", "an unknown name opens the bot's own room; the service checks whose room it gets");
  }
  const saw = `the made-up name ${name} opened a room of ${usernames.join(", ")}`;
  return broken("unknown_names", saw, "Report this as a bug: others could read messages to misspelt names.");
}

async function messages(asked: Asked, place: Place): Promise<Finding[]> {
  const id = newMessageId();
  const sent = await asked.post(id, place.rid, textOf(place));
  if (sent.status !== "ok")
    return [broken("sending", wordsOf(sent), todoFor(sent)), ...(await cleanedUp(asked, place))];
  const stored = await asked.idsOf(place.rid, place.marker);
  if (stored.status === "ok" && stored.data.length === 0) return [vanished()];
  const findings = [ok("sending", "a message from the bot to itself was stored"), keptId(id, sent.data)];
  // Without its own id the repetition would only make a second message.
  if (sent.data === id) findings.push(await sentTwice(asked, id, place), foundAgain(await asked.find(id), place));
  return [...findings, ...(await cleanedUp(asked, place))];
}

function textOf({ marker }: Place): string {
  return `A check of the connection, deleted at once. ${marker}`;
}

function vanished(): Finding {
  const todo =
    "Find the app of the workspace that handles messages before they are sent, and allow the bot's messages there.";
  return broken("sending", "Rocket.Chat reported a message as stored, but did not store it", todo);
}

function keptId(id: string, storedAs: string): Finding {
  if (storedAs === id) return ok("message_id", "the message kept the id that it was sent with");
  const todo = "Exclude the bot from the app that rebuilds messages. Until then a crash may post a message twice.";
  return warning(
    "message_id",
    `the message is stored under another id, ${storedAs || "which the answer does not name"}`,
    todo,
  );
}

async function sentTwice(asked: Asked, id: string, place: Place): Promise<Finding> {
  // Versions answer the repetition differently, some with an error; what the room contains counts.
  await asked.post(id, place.rid, textOf(place));
  const stored = await asked.idsOf(place.rid, place.marker);
  if (stored.status !== "ok") return warning("sent_twice", wordsOf(stored), "Run doctor again.");
  const copies = stored.data.length;
  if (copies <= 1) return ok("sent_twice", "sent again under the same id, it is stored once");
  return broken(
    "sent_twice",
    `sent again under the same id, it is stored ${copies} times`,
    "Report this as a bug, with the version: a crash would post messages twice.",
  );
}

function foundAgain(found: Answer<unknown>, { rid }: Place): Finding {
  if (found.status !== "ok") return broken("found_again", wordsOf(found), todoFor(found));
  const { message } = found.data as { message?: { rid?: unknown } };
  if (message?.rid === rid) return ok("found_again", "chat.getMessage finds it by its id");
  return broken("found_again", "chat.getMessage shows another message", "Report this as a bug, with the version.");
}

/** Deletes the messages with the marker; no finding if there are none. */
async function cleanedUp(asked: Asked, { rid, marker }: Place): Promise<Finding[]> {
  const left = await asked.idsOf(rid, marker);
  if (left.status !== "ok") return [warning("cleaned_up", wordsOf(left), BY_HAND)];
  if (left.data.length === 0) return [];
  for (const id of left.data) {
    const removed = await asked.remove(rid, id);
    if (removed.status !== "ok") return [warning("cleaned_up", wordsOf(removed), BY_HAND)];
  }
  return [ok("cleaned_up", "the test messages are deleted")];
}
