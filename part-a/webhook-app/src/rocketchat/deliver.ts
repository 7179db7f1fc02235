import type { Deliver, DeliveryResult, Outgoing } from "../relay/delivery.ts";
import type { Answer, Trouble } from "./answer.ts";
import type { Calls } from "./calls.ts";
import { conclude } from "./conclude.ts";
import { createConfirm } from "./confirm.ts";
import { createFindRoom, fold } from "./find-room.ts";
import { createOthersThrough, type TrackedDelivery } from "./others-through.ts";
import type { Post } from "./post.ts";
import type { Rooms } from "./rooms.ts";

/** Send errors that a new room may resolve: the old one was removed with its user, or is not ours. */
const ROOM_GONE = new Set(["error-invalid-room", "error-room-not-found", "error-not-allowed"]);

function isRoomGone(answer: Answer<unknown>): boolean {
  return answer.status === "trouble" && answer.kind === "refused" && ROOM_GONE.has(answer.code);
}

/** Concludes the outcome if no room could be opened. */
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
 * Creates the function that delivers one message: finds the recipient's room, sends, and unless that is a plain
 * success, checks whether the message is there. It never rejects because of Rocket.Chat or the network; if `signal` is
 * aborted it rejects with the signal's reason, because the message's outcome is then unknown.
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
