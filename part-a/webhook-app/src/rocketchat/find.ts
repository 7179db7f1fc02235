import type { FindMessage } from "../relay/delivery.ts";
import type { Calls } from "./calls.ts";

/**
 * Creates the function that asks whether a message was posted. It rejects only with the reason of its aborted signal.
 */
export function createFind(calls: Pick<Calls, "findMessage">): FindMessage {
  return async ({ messageId }, signal) => {
    const found = await calls.findMessage(messageId, signal);
    if (found.status !== "ok") return "unknown";
    return found.data.rid === null ? "absent" : "there";
  };
}
