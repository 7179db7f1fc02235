import type { PauseReason } from "../reasons.ts";
import type { DeliveryResult, Evidence } from "./delivery.ts";

/** Whom a result affects: nobody, its recipient, or everybody because Rocket.Chat as a whole fails. */
export type Verdict =
  /** It was posted: Rocket.Chat works. */
  | { whose: "nobody" }
  /** It says nothing about other recipients. */
  | { whose: "recipient" }
  /**
   * `ofSends`: Rocket.Chat answers, but sends fail alike for everybody; only a posted message shows that it is over.
   */
  | { whose: "everybody"; reason: PauseReason; evidence: Evidence; ofSends: boolean; resumeAt?: number };

/**
 * Distinguishes one recipient's failures from everybody's by the results of sending, the only proof: Rocket.Chat
 * answers `me` even while it cannot write.
 */
export interface Trouble {
  /** Records the beginning of an attempt; returns its moment. */
  begin(): number;
  /** @param lane the recipient's @param begunAt the moment at which the attempt began */
  judge(lane: string, result: DeliveryResult, begunAt: number): Verdict;
  /** The present moment. */
  now(): number;
  /** Whether something was posted by an attempt that began after `moment`. An earlier attempt shows nothing. */
  postedSince(moment: number): boolean;
}

/** The last failure of a recipient for whom nothing was posted since. */
interface LaneTrouble {
  since: number;
  /** Equal for failures that are alike: timeouts and server errors, or the same rejection. */
  how: string;
}

/** The kind of a failure that everybody may get; undefined if it is the recipient's own, such as an unknown name. */
function howItFails(result: Exclude<DeliveryResult, { status: "delivered" | "unavailable" }>): string | undefined {
  if (result.status === "failed") return "failed";
  if (result.status === "withheld") return result.reason;
  return result.reason === "app_prevented" || result.reason === "message_rejected" ? result.reason : undefined;
}

export function createTrouble(): Trouble {
  /** Counts attempts and failures, so that comparing moments does not depend on clocks. */
  let moment = 0;
  let lastPosted = 0;
  const lanes = new Map<string, LaneTrouble>();

  /** A recipient who failed before the last message was posted fails alone, and is no evidence against Rocket.Chat. */
  function failsForOthersToo(lane: string, how: string): boolean {
    lanes.set(lane, { since: lanes.get(lane)?.since ?? (moment += 1), how });
    let alike = 0;
    for (const trouble of lanes.values()) if (trouble.how === how && trouble.since > lastPosted) alike += 1;
    return alike >= 2;
  }

  return {
    begin: () => (moment += 1),
    judge(lane, result, begunAt) {
      if (result.status === "delivered") {
        lanes.delete(lane);
        // One that was found there may have been posted long ago, and shows nothing.
        if (result.found) return { whose: "recipient" };
        lastPosted = Math.max(lastPosted, begunAt);
        return { whose: "nobody" };
      }
      if (result.status === "unavailable") return { whose: "everybody", ofSends: false, ...result };
      const how = howItFails(result);
      if (how === undefined || !failsForOthersToo(lane, how)) return { whose: "recipient" };
      return { whose: "everybody", ofSends: true, reason: result.reason as PauseReason, evidence: result.evidence };
    },
    now: () => moment,
    postedSince: (earlier) => lastPosted > earlier,
  };
}
