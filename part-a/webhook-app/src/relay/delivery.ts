import type { Notification } from "../outbox/outbox.ts";
import type { DeliveryReason, PauseReason } from "../reasons.ts";

/** What one attempt to deliver one notification came to. */
export type DeliveryResult =
  /** It is in Rocket.Chat, posted now or by an earlier attempt. */
  | { status: "delivered" }
  /** This recipient or message will never do: trying again is useless. */
  | { status: "rejected"; reason: DeliveryReason }
  /** This message's own trouble while others get through: worth a few more tries. */
  | { status: "failed"; reason: "timeout" | "server_error" }
  /** Rocket.Chat as a whole is in trouble. `resumeAt` (epoch ms): no request of any kind before it. */
  | { status: "unavailable"; reason: PauseReason; resumeAt?: number };

/** Sends one notification. Never throws for what Rocket.Chat or the network does; `signal` abandons the attempt. */
export type Deliver = (notification: Notification, signal: AbortSignal) => Promise<DeliveryResult>;
