import type { Deliver, DeliveryResult, Outgoing } from "../relay/delivery.ts";
import type { Answer } from "./answer.ts";
import { createBlame, type Attempt } from "./blame.ts";
import type { Calls } from "./calls.ts";
import { createConfirm } from "./confirm.ts";
import type { Rooms } from "./rooms.ts";

/** Refusals to send that a new room may cure: it was deleted, or we are no longer in it. */
const ROOM_GONE = new Set(["error-invalid-room", "error-room-not-found", "error-not-allowed"]);

function isRoomGone(answer: Answer<unknown>): boolean {
  return answer.status === "refused" && ROOM_GONE.has(answer.code);
}

/** Says what it means that no room could be opened. */
async function concludeOpening(
  answer: Exclude<Answer<unknown>, { status: "ok" }>,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<DeliveryResult> {
  if (answer.status === "unavailable") return { ...answer, mayArrive: false };
  if (answer.status === "unclear") return attempt.blame(answer, false, signal);
  const { code, evidence } = answer;
  if (code === "error-invalid-user") return { status: "rejected", reason: "unknown_user", evidence };
  // The account may not open rooms (permission create-d): an operator's mistake, at which nobody's message is lost.
  if (code === "error-not-allowed")
    return { status: "unavailable", reason: "unauthorized", mayArrive: false, evidence };
  if (code === "") return attempt.blame({ reason: "server_error", evidence }, false, signal);
  return { status: "rejected", reason: "message_rejected", evidence };
}

/**
 * Makes the function that delivers one notification: opens the room, sends, and when that is not a plain success looks
 * whether the message is there. It never rejects for what Rocket.Chat or the network does; when `signal` is aborted it
 * rejects with the signal's reason, because nobody can know then what became of the message.
 */
export function createDeliver(calls: Calls, rooms: Rooms): Deliver {
  const attempts = createBlame(calls);
  const confirm = createConfirm(calls);

  function send({ messageId, text }: Outgoing, rid: string, signal: AbortSignal): Promise<Answer<unknown>> {
    return calls.sendMessage({ id: messageId, rid, text }, signal);
  }

  async function attemptTo(notification: Outgoing, attempt: Attempt, signal: AbortSignal): Promise<DeliveryResult> {
    const { recipient } = notification;
    const known = rooms.get(recipient);
    if (known !== undefined) {
      const sent = await send(notification, known, signal);
      if (!isRoomGone(sent)) return confirm(notification, known, sent, attempt, signal);
      rooms.forget(recipient);
    }
    const opened = await calls.openRoom(recipient, signal);
    if (opened.status !== "ok") return concludeOpening(opened, attempt, signal);
    const { rid } = opened.data;
    rooms.set(recipient, rid);
    return confirm(notification, rid, await send(notification, rid, signal), attempt, signal);
  }

  return async (notification, signal) => {
    const attempt = attempts.begin();
    const result = await attemptTo(notification, attempt, signal);
    if (result.status === "delivered") attempt.through();
    return result;
  };
}
