import type { DeliveryResult } from "../relay/delivery.ts";
import type { Unclear } from "./answer.ts";
import type { Calls } from "./calls.ts";

/** One attempt to deliver, as seen by the others. */
export interface Attempt {
  /** Marks that it got through. */
  through(): void;
  /** Says whether it failed by itself, or because Rocket.Chat works for nobody. */
  blame(trouble: Omit<Unclear, "status">, mayArrive: boolean, signal: AbortSignal): Promise<DeliveryResult>;
}

/**
 * Tells one message's trouble from everybody's. It is the message's own when an attempt that began later got through,
 * or when `me` answers; else a message on which Rocket.Chat chokes would stop all others.
 */
export function createBlame(calls: Pick<Calls, "ping">): { begin(): Attempt } {
  let begun = 0;
  let latestThrough = 0;
  return {
    begin() {
      begun += 1;
      const turn = begun;
      return {
        through() {
          latestThrough = Math.max(latestThrough, turn);
        },
        async blame({ reason, evidence }, mayArrive, signal) {
          const own: DeliveryResult = {
            status: "failed",
            reason: reason === "timeout" ? "timeout" : "server_error",
            mayArrive,
            evidence,
          };
          if (latestThrough > turn) return own;
          const me = await calls.ping(signal);
          if (me.status === "ok" || latestThrough > turn) return own;
          return me.status === "unavailable"
            ? { ...me, mayArrive }
            : { status: "unavailable", reason, mayArrive, evidence };
        },
      };
    },
  };
}
