import type { DeliveryResult, Evidence, RejectReason } from "../../src/relay/delivery.ts";
import type { PauseReason } from "../../src/reasons.ts";

export const EVIDENCE: Evidence = { operation: "chat.sendMessage", status: null, code: null, detail: "as scripted" };

export const DELIVERED: DeliveryResult = { status: "delivered" };

export function rejected(reason: RejectReason): DeliveryResult {
  return { status: "rejected", reason, evidence: EVIDENCE };
}

export function withheld(reason: "not_permitted" | "encrypted_room" | "unauthorized"): DeliveryResult {
  return { status: "withheld", reason, evidence: EVIDENCE };
}

export function failed(reason: "timeout" | "server_error"): DeliveryResult {
  return { status: "failed", reason, mayArrive: false, evidence: EVIDENCE };
}

export function unavailable(reason: PauseReason, resumeAt?: number): DeliveryResult {
  const result = { status: "unavailable", reason, mayArrive: false, evidence: EVIDENCE } as const;
  return resumeAt === undefined ? result : { ...result, resumeAt };
}
