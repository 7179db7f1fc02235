import type { Deliver } from "./delivery.ts";

/**
 * A `Deliver` that never throws, around one that should not either. An exception is a defect that this message brought
 * to light: it counts as a failure of the message, so that the others go on and it is buried after its last try.
 */
export function guardDeliver(deliver: Deliver, onError: (error: unknown) => void): Deliver {
  return async (notification, signal) => {
    try {
      return await deliver(notification, signal);
    } catch (error) {
      if (!signal.aborted) onError(error);
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      const evidence = { operation: "deliver", status: null, code: name, detail: message.slice(0, 300) };
      return { status: "failed", reason: "server_error", mayArrive: true, evidence };
    }
  };
}
