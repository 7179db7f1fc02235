import type { Evidence } from "../relay/delivery.ts";
import type { AnswerKind } from "./answer-kinds.ts";

/** Data that nobody has checked: the document promises fields that a broken server may leave out. */
export type Unchecked<T> = T extends object ? { [Key in keyof T]?: Unchecked<T[Key]> } : T;

/** What asking Rocket.Chat for one thing came to. */
export type Answer<T> = { status: "ok"; data: T } | Trouble;

/** Anything but what was asked for. What it means for the message is said by outcomes.ts. */
export interface Trouble {
  status: "trouble";
  operation: string;
  kind: AnswerKind;
  /** Rocket.Chat's code of a refusal, or ours for a sentence of its own; else "". */
  code: string;
  /** Of `rate_limited`, in epoch milliseconds. */
  resumeAt?: number;
  evidence: Evidence;
}

/** A success that lacks what was asked for. */
export function incomplete(operation: string, detail: string): Trouble {
  const evidence = { operation, status: 200, code: null, detail };
  return { status: "trouble", operation, kind: "garbage", code: "", evidence };
}
