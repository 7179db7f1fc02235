import type { Notification } from "../outbox/notification.ts";
import type { DeliveryReason, PauseReason } from "../reasons.ts";

/** What is sent: the notification itself, or a digest that replaces several, with the text that the relay chose. */
export interface Outgoing {
  messageId: string;
  recipient: string;
  text: string;
}

/** The error of a failed attempt from Rocket.Chat or the network, for logs and the stored attempts. */
export interface Evidence {
  /** The operation that failed: one of rocketchat/operations.ts. */
  operation: string;
  /** HTTP status; null if there was no answer. */
  status: number | null;
  /** Rocket.Chat's own code (`error-invalid-user`), or the network's or TLS's (`ECONNREFUSED`, `CERT_HAS_EXPIRED`). */
  code: string | null;
  /** Its message: one line, at most 300 characters, never a secret. */
  detail: string;
}

/** This person or message can never succeed. */
export type RejectReason = Extract<
  DeliveryReason,
  "unknown_user" | "deactivated_user" | "blocked_user" | "app_prevented" | "message_rejected"
>;

/** The account may not write to this person for now. `unauthorized`: a 401 or 403 for one call while others succeed. */
type WithholdReason = Extract<DeliveryReason, "not_permitted" | "encrypted_room" | "unauthorized">;

/**
 * No server can make us wait for longer, whatever it says: its clock may be wrong, or ours was set back. Rocket.Chat's
 * own rate limits last a minute.
 */
export const LONGEST_WAIT_MS = 5 * 60_000;

/** The result of one delivery attempt. */
export type DeliveryResult =
  /**
   * A message is stored in the recipient's room. `found`: it was already there, so this does not show that Rocket.Chat
   * can write now. `changedId`: an app rebuilt it under another id.
   */
  | { status: "delivered"; found?: true; changedId?: string }
  /** A retry is useless: buried at once. */
  | { status: "rejected"; reason: RejectReason; evidence: Evidence }
  /** Rocket.Chat does not let the account write to this person for now: the lane waits until MAX_AGE. */
  | { status: "withheld"; reason: WithholdReason; evidence: Evidence }
  /** Sending this failed: the lane waits. `mayArrive`: this attempt may still post the message. */
  | { status: "failed"; reason: "timeout" | "server_error"; mayArrive: boolean; evidence: Evidence }
  /** Rocket.Chat as a whole fails: pause. `resumeAt` (epoch ms): no request of any kind before it. */
  | { status: "unavailable"; reason: PauseReason; resumeAt?: number; mayArrive: boolean; evidence: Evidence };

/** Sends one message. Never throws because of Rocket.Chat or the network; `signal` abandons the attempt. */
export type Deliver = (outgoing: Outgoing, signal: AbortSignal) => Promise<DeliveryResult>;

/** Asks whether a message is already there, before a digest includes it. */
export type FindMessage = (outgoing: Outgoing, signal: AbortSignal) => Promise<"there" | "absent" | "unknown">;

/** One attempt, for logs and metrics. */
export interface Attempt {
  notification: Notification;
  result: DeliveryResult;
  /** 1 for the first one; attempts that failed for everybody do not count. */
  attempt: number;
  /** It arrives, or would have arrived, late. */
  late: boolean;
  seconds: number;
  /** When the same notification may be retried, in milliseconds; absent if it is settled. */
  retryInMs?: number;
}

/**
 * A `Deliver` or `FindMessage` that never throws, around one that should not either. An exception is a bug: it counts
 * as `instead` says, so that others continue.
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

/** A bug that one message triggers counts as a failure of that message, which is buried after its last attempt. */
export function failureBy(error: unknown): DeliveryResult {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const evidence = { operation: "deliver", status: null, code: name, detail: message.slice(0, 300) };
  return { status: "failed", reason: "server_error", mayArrive: true, evidence };
}
