import type { Notification, Settlement } from "../outbox/outbox.ts";
import type { DeliveryResult } from "./delivery.ts";

/** Failures of one message until it is buried: with waits of 0.5, 1, 2 and 4 s it holds up its recipient for about 10 s. */
const MAX_ATTEMPTS = 5;

/**
 * What an attempt's result means for the stored notification; `pending` counts a failure that will be tried again.
 *
 * @returns null when the result says nothing about this notification, only about Rocket.Chat: nothing is written then,
 * and the attempt does not count.
 */
export function settlementFor({ id, attempts }: Notification, result: DeliveryResult): Settlement | null {
  if (result.status === "unavailable") return null;
  const counted = { id, attempts: attempts + 1 };
  if (result.status === "delivered") return { ...counted, state: "delivered", reason: null };
  const givenUp = result.status === "rejected" || counted.attempts >= MAX_ATTEMPTS;
  return { ...counted, state: givenUp ? "buried" : "pending", reason: result.reason };
}
