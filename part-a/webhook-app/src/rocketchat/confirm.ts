import type { DeliveryResult, Evidence, Outgoing } from "../relay/delivery.ts";
import type { PauseReason } from "../reasons.ts";
import type { Answer } from "./answer.ts";
import type { Attempt } from "./blame.ts";
import type { Calls } from "./calls.ts";
import { READ_ONLY } from "./read-refusal.ts";

/** With these, asking whether the message is there would get the same answer; the next attempt will ask. */
const NO_USE_ASKING = new Set<PauseReason>(["unauthorized", "rate_limited", "unreachable"]);

/** Says what became of a message from the answer to sending it to the room `rid`. */
export type Confirm = (
  outgoing: Outgoing,
  rid: string,
  sent: Answer<unknown>,
  attempt: Attempt,
  signal: AbortSignal,
) => Promise<DeliveryResult>;

/**
 * Only a plain success needs no second look: a server that stored the message may fail afterwards, and one that has it
 * already answers the repetition with an error of its own (7.7.1: 400, "Cannot read properties of undefined").
 */
export function createConfirm(calls: Calls): Confirm {
  /** Deactivating somebody makes their direct rooms read-only; `im.create` still succeeds. */
  async function rejectReadOnly(recipient: string, evidence: Evidence, signal: AbortSignal): Promise<DeliveryResult> {
    const deactivated = await calls.isDeactivated(recipient, signal);
    if (deactivated.status === "unavailable") return { ...deactivated, mayArrive: false };
    const known = deactivated.status === "ok" && deactivated.data;
    return { status: "rejected", reason: known ? "deactivated_user" : "message_rejected", evidence };
  }

  return async ({ messageId, recipient }, rid, sent, attempt, signal) => {
    if (sent.status === "ok") return { status: "delivered" };
    if (sent.status === "unavailable" && NO_USE_ASKING.has(sent.reason)) return { ...sent, mayArrive: false };
    const found = await calls.findMessage(messageId, signal);
    if (found.status === "ok" && found.data.rid === rid) return { status: "delivered" };
    const mayArrive = sent.status === "unclear";
    if (sent.status === "unavailable") return { ...sent, mayArrive };
    if (found.status === "unavailable") return { ...found, mayArrive };
    if (sent.status === "unclear") return attempt.blame(sent, mayArrive, signal);
    const { code, evidence } = sent;
    if (found.status !== "ok" || code === "") return attempt.blame({ reason: "server_error", evidence }, false, signal);
    if (code === READ_ONLY) return rejectReadOnly(recipient, evidence, signal);
    return { status: "rejected", reason: "message_rejected", evidence };
  };
}
