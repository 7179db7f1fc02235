import type { Evidence } from "../relay/delivery.ts";
import type { PauseReason } from "../reasons.ts";
import type { Operation } from "./operations.ts";

/** Data that nobody has checked: the document promises fields that a broken server may leave out. */
export type Unchecked<T> = T extends object ? { [Key in keyof T]?: Unchecked<T[Key]> } : T;

/** What asking Rocket.Chat for one thing came to. */
export type Answer<T> =
  | { status: "ok"; data: T }
  /** It said no and named the reason; `code` is empty when it just said no. */
  | Refused
  /** It does nothing for anybody at the moment. `resumeAt` in epoch milliseconds. */
  | Unavailable
  /** Nobody can tell whether it is this request's fault, nor whether it was carried out. */
  | Unclear;

export interface Refused {
  status: "refused";
  code: string;
  evidence: Evidence;
}

export interface Unavailable {
  status: "unavailable";
  reason: PauseReason;
  resumeAt?: number;
  evidence: Evidence;
}

export interface Unclear {
  status: "unclear";
  reason: "timeout" | "server_error" | "unreachable";
  evidence: Evidence;
}

/** A success that lacks what was asked for. */
export function incomplete(operation: Operation, detail: string): Unclear {
  return { status: "unclear", reason: "server_error", evidence: { operation, status: 200, code: null, detail } };
}
