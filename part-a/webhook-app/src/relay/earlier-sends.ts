import type { Notification } from "../outbox/notification.ts";
import type { FindMessage } from "./delivery.ts";
import type { Lane } from "./lane.ts";

/** How much the clocks of the processes that share the outbox may differ. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * What an earlier leader may have sent for a lane. It had at most one message of each recipient under way, after all
 * earlier ones were settled: so once a message that was not there has been posted separately, other messages that are
 * not there are not under way either.
 */
export interface EarlierSends {
  /**
   * Asks whether the first ones of a lane are already there, before they are sent together.
   *
   * @returns those that may be sent, from the first on; "found" if the first one is already there
   */
  ask(lane: Lane, members: readonly Notification[]): Promise<readonly Notification[] | "found">;
}

/** @param begunAt when this process became the leader, in epoch milliseconds */
export function createEarlierSends(find: FindMessage, begunAt: number, givingUp: AbortSignal): EarlierSends {
  const mayHaveBeenSent = ({ receivedAt }: Notification): boolean => receivedAt < begunAt + CLOCKS_DIFFER_MS;

  async function askFirst(lane: Lane, first: Notification): Promise<readonly Notification[] | "found"> {
    const answer = await find(first, givingUp);
    if (answer === "there") return "found";
    if (answer === "absent") lane.absentId = first.id;
    return [];
  }

  return {
    async ask(lane, members) {
      const [first] = members;
      if (first === undefined || !members.some(mayHaveBeenSent)) return members;
      if (!lane.proven) return askFirst(lane, first);
      for (const [position, member] of members.entries()) {
        const answer = mayHaveBeenSent(member) ? await find(member, givingUp) : "absent";
        if (answer === "there" && position === 0) return "found";
        if (answer !== "absent") return members.slice(0, position);
      }
      return members;
    },
  };
}
