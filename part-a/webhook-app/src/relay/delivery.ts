import type { Notification } from "../outbox/notification.ts";
import type { DeliveryReason, PauseReason } from "../reasons.ts";

/** What is sent: the notification itself, or a digest in place of several, in the wording that the relay chose. */
export interface Outgoing {
  messageId: string;
  recipient: string;
  text: string;
}

/** What Rocket.Chat or the network said about a failed attempt, for logs and the stored attempts. */
export interface Evidence {
  /** The operation that failed: one of rocketchat/operations.ts. */
  operation: string;
  /** HTTP status; null when no answer came. */
  status: number | null;
  /** Rocket.Chat's own code (`error-invalid-user`), or the network's or TLS's (`ECONNREFUSED`, `CERT_HAS_EXPIRED`). */
  code: string | null;
  /** What it said: one line, at most 300 characters, never a secret. */
  detail: string;
}

/** This person or message will never do. */
export type RejectReason = Extract<
  DeliveryReason,
  "unknown_user" | "deactivated_user" | "blocked_user" | "app_prevented" | "message_rejected"
>;

/** The account may not write to this person for now. `unauthorized`: a 401 or 403 for one call while others get through. */
type WithholdReason = Extract<DeliveryReason, "not_permitted" | "encrypted_room" | "unauthorized">;

/**
 * No server keeps us waiting for longer, whatever it says: its clock may be wrong, or ours was set back. Rocket.Chat's own
 * rate limits last a minute.
 */
export const LONGEST_WAIT_MS = 5 * 60_000;

/** What one attempt to deliver came to. */
export type DeliveryResult =
  /**
   * A message is stored in the recipient's room. `found`: it was there already, so nothing shows that Rocket.Chat can write
   * now. `changedId`: an app rebuilt it under another id.
   */
  | { status: "delivered"; found?: true; changedId?: string }
  /** Trying again is useless: buried at once. */
  | { status: "rejected"; reason: RejectReason; evidence: Evidence }
  /** Rocket.Chat will not let the account write to this person for now: the lane waits until MAX_AGE. */
  | { status: "withheld"; reason: WithholdReason; evidence: Evidence }
  /** Something failed while sending this: the lane waits. `mayArrive`: this attempt may still post the message. */
  | { status: "failed"; reason: "timeout" | "server_error"; mayArrive: boolean; evidence: Evidence }
  /** Rocket.Chat as a whole is in trouble: pause. `resumeAt` (epoch ms): no request of any kind before it. */
  | { status: "unavailable"; reason: PauseReason; resumeAt?: number; mayArrive: boolean; evidence: Evidence };

/** Sends one message. Never throws for what Rocket.Chat or the network does; `signal` abandons the attempt. */
export type Deliver = (outgoing: Outgoing, signal: AbortSignal) => Promise<DeliveryResult>;

/** Asks whether a message is there, before a digest takes it in. */
export type FindMessage = (outgoing: Outgoing, signal: AbortSignal) => Promise<"there" | "absent" | "unknown">;

/** One attempt, for logs and metrics. */
export interface Attempt {
  notification: Notification;
  result: DeliveryResult;
  /** 1 for the first one; one that failed because of everybody's trouble does not count. */
  attempt: number;
  /** It comes, or would have come, late. */
  late: boolean;
  seconds: number;
  /** When the same notification may go again, in milliseconds; absent when it is done with. */
  retryInMs?: number;
}

/**
 * A `Deliver` or `FindMessage` that never throws, around one that should not either. An exception is a defect: it counts as
 * `instead` says, so that the others go on.
 */
export function guarded<Result>(
  call: (outgoing: Outgoing, signal: AbortSignal) => Promise<Result>,
  instead: (error: unknown) => Result,
  onError: (error: unknown) => void,
): (outgoing: Outgoing, signal: AbortSignal) => Promise<Result> {
  return async (outgoing, signal) => {
    try {
      return await call(outgoing, signal);
    } catch (error) {
      if (!signal.aborted) onError(error);
      return instead(error);
    }
  };
}

/** What a defect that a message brought to light counts as: a failure of that message, which is buried after its last try. */
export function failureBy(error: unknown): DeliveryResult {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const evidence = { operation: "deliver", status: null, code: name, detail: message.slice(0, 300) };
  return { status: "failed", reason: "server_error", mayArrive: true, evidence };
}
