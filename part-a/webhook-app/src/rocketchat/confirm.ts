import type { DeliveryResult, Outgoing } from "../relay/delivery.ts";
import { incomplete, type Answer, type Trouble } from "./answer.ts";
import type { AnswerKind } from "./answer-kinds.ts";
import type { Calls } from "./calls.ts";
import { conclude } from "./conclude.ts";
import type { OwnRoom } from "./find-room.ts";
import type { TrackedDelivery } from "./others-through.ts";
import { READ_ONLY } from "./read-refusal.ts";

/** After these, asking whether the message is there would get the same answer; the next attempt will ask. */
const NO_USE_ASKING = new Set<AnswerKind>(["unauthorized", "rate_limited", "no_connection", "tls", "not_rocket_chat"]);

/** Concludes a message's outcome from the answer to sending it. */
export type Confirm = (
  outgoing: Outgoing,
  room: OwnRoom,
  sent: Answer<{ id: string }>,
  tracked: TrackedDelivery,
  signal: AbortSignal,
) => Promise<DeliveryResult>;

/**
 * Anything but a plain success is verified: a server that stored the message may fail afterwards, and one that has it
 * already answers the repetition with an error (7.7.1: 400, "Cannot read properties of undefined").
 */
export function createConfirm(calls: Pick<Calls, "findMessage" | "user">): Confirm {
  /** A deactivated user's direct rooms are read-only; `im.create` still succeeds. */
  async function concludeReadOnly(sent: Trouble, { username }: OwnRoom, signal: AbortSignal): Promise<DeliveryResult> {
    const user = await calls.user(username, signal);
    if (user.status !== "ok" && user.kind !== "refused") return conclude(user, new Set());
    const deactivated = user.status === "ok" && !user.data.active;
    return conclude(sent, new Set(deactivated ? ["deactivated"] : []));
  }

  async function concludeAbsent(sent: Trouble, room: OwnRoom, tracked: TrackedDelivery, signal: AbortSignal) {
    if (sent.code === READ_ONLY) return concludeReadOnly(sent, room, signal);
    const excused = sent.kind === "unauthorized" && tracked.othersThrough();
    return conclude(sent, new Set(excused ? ["othersThrough"] : []));
  }

  return async ({ messageId }, room, sent, tracked, signal) => {
    if (sent.status === "ok") return delivered(messageId, sent.data.id);
    if (NO_USE_ASKING.has(sent.kind)) return concludeAbsent(sent, room, tracked, signal);
    const found = await calls.findMessage(messageId, signal);
    if (found.status === "ok" && found.data.rid === room.rid) return { status: "delivered", found: true };
    const result = await concludeAbsent(sent, room, tracked, signal);
    // Rejected, but the message may be there after all: a later attempt decides.
    if (result.status === "unavailable" || (found.status === "ok" && found.data.rid === null)) return result;
    const doubt = found.status === "ok" ? incomplete("chat.getMessage", "the message is in another room") : found;
    if (result.status === "failed" && conclude(doubt, new Set()).status !== "unavailable") return result;
    return conclude(doubt, new Set(), sent);
  };
}

function delivered(messageId: string, storedId: string): DeliveryResult {
  return storedId === messageId ? { status: "delivered" } : { status: "delivered", changedId: storedId };
}
