import type { Deliver, DeliveryResult, Outgoing } from "../relay/delivery.ts";
import type { Answer, Trouble } from "./answer.ts";
import type { Calls } from "./calls.ts";
import { conclude } from "./conclude.ts";
import { createConfirm } from "./confirm.ts";
import { createFindRoom, fold } from "./find-room.ts";
import { createOthersThrough, type TrackedDelivery } from "./others-through.ts";
import type { Post } from "./post.ts";
import type { Rooms } from "./rooms.ts";

/** Refusals to send that a new room may cure: it was removed with its user, or is not ours. */
const ROOM_GONE = new Set(["error-invalid-room", "error-room-not-found", "error-not-allowed"]);

function isRoomGone(answer: Answer<unknown>): boolean {
  return answer.status === "trouble" && answer.kind === "refused" && ROOM_GONE.has(answer.code);
}

/** Says what it means that there is no room. */
function concludeOpening(trouble: Trouble, tracked: TrackedDelivery): DeliveryResult {
  const excused = trouble.kind === "unauthorized" && tracked.othersThrough();
  return conclude(trouble, new Set(excused ? ["othersThrough"] : []));
}

interface DeliverOptions {
  calls: Calls;
  rooms: Rooms;
  post: Post;
  onMessageIdChanged?: ((sentId: string, storedId: string) => void) | undefined;
}

/**
 * Makes the function that delivers one message: finds the recipient's room, sends, and when that is not a plain success
 * looks whether the message is there. It never rejects for what Rocket.Chat or the network does; when `signal` is
 * aborted it rejects with the signal's reason, because nobody can know then what became of the message.
 */
export function createDeliver({ calls, rooms, post, onMessageIdChanged }: DeliverOptions): Deliver {
  const tracker = createOthersThrough();
  const confirm = createConfirm(calls);
  const findRoom = createFindRoom(calls);

  async function deliverTo(outgoing: Outgoing, tracked: TrackedDelivery, signal: AbortSignal): Promise<DeliveryResult> {
    const { recipient } = outgoing;
    const known = rooms.get(recipient);
    if (known !== undefined) {
      const sent = await post(outgoing, known.rid, signal);
      if (!isRoomGone(sent)) return confirm(outgoing, known, sent, tracked, signal);
      rooms.forget(recipient);
    }
    const opened = await findRoom(recipient, signal);
    if (opened.status !== "ok") return concludeOpening(opened, tracked);
    const room = opened.data;
    rooms.set(recipient, room);
    return confirm(outgoing, room, await post(outgoing, room.rid, signal), tracked, signal);
  }

  return async (outgoing, signal) => {
    const tracked = tracker.begin(fold(outgoing.recipient));
    const result = await deliverTo(outgoing, tracked, signal);
    if (result.status !== "delivered") return result;
    if (result.found) tracked.forget();
    else tracked.posted();
    if (result.changedId !== undefined) onMessageIdChanged?.(outgoing.messageId, result.changedId);
    return result;
  };
}
