import type { Evidence } from "../relay/delivery.ts";
import type { AnswerKind } from "./answer-kinds.ts";

/** Unvalidated data: the document promises fields that a broken server may omit. */
export type Unchecked<T> = T extends object ? { [Key in keyof T]?: Unchecked<T[Key]> } : T;

/** The result of one call to Rocket.Chat. */
export type Answer<T> = { status: "ok"; data: T } | Trouble;

/** Any answer other than success. outcomes.ts says what it means for the message. */
export interface Trouble {
  status: "trouble";
  operation: string;
  kind: AnswerKind;
  /** Rocket.Chat's error code, or ours for one of its sentences; otherwise "". */
  code: string;
  /** For `rate_limited`, in epoch milliseconds. */
  resumeAt?: number;
  evidence: Evidence;
}

/** A success without the data that was asked for. */
export function incomplete(operation: string, detail: string): Trouble {
  const evidence = { operation, status: 200, code: null, detail };
  return { status: "trouble", operation, kind: "garbage", code: "", evidence };
}
