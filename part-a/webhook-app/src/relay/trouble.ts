import type { PauseReason } from "../reasons.ts";
import type { DeliveryResult, Evidence } from "./delivery.ts";

/** Whose trouble a result is: nobody's, its recipient's, or that of Rocket.Chat as a whole. */
export type Verdict =
  /** It was posted: Rocket.Chat works. */
  | { whose: "nobody" }
  /** It says nothing of other recipients. */
  | { whose: "recipient" }
  /** `ofSends`: Rocket.Chat answers, but sends fail alike for everybody; only one that is posted shows that it is over. */
  | { whose: "everybody"; reason: PauseReason; evidence: Evidence; ofSends: boolean; resumeAt?: number };

/**
 * Tells one recipient's trouble from everybody's by what comes of sending, which nothing else proves: Rocket.Chat answers
 * `me` also while it cannot write.
 */
export interface Trouble {
  /** Marks the beginning of an attempt; returns its moment. */
  begin(): number;
  /** @param lane the recipient's @param begunAt the moment at which the attempt began */
  judge(lane: string, result: DeliveryResult, begunAt: number): Verdict;
  /** The present moment. */
  now(): number;
  /** Whether something was posted of which the attempt began after `moment`. One that began before shows nothing. */
  postedSince(moment: number): boolean;
}

/** The last trouble of a recipient for whom nothing was posted since. */
interface LaneTrouble {
  since: number;
  /** Two that fail alike: both with a timeout or server error, or both with the same refusal. */
  how: string;
}

/** How a result fails that everybody may get; undefined when it is the recipient's own, such as an unknown name. */
function howItFails(result: Exclude<DeliveryResult, { status: "delivered" | "unavailable" }>): string | undefined {
  if (result.status === "failed") return "failed";
  if (result.status === "withheld") return result.reason;
  return result.reason === "app_prevented" || result.reason === "message_rejected" ? result.reason : undefined;
}

export function createTrouble(): Trouble {
  /** Counts attempts and failures, so that moments compare whatever the clocks do. */
  let moment = 0;
  let lastPosted = 0;
  const lanes = new Map<string, LaneTrouble>();

  /** Whoever was in trouble before the last message was posted is so alone, and no evidence against Rocket.Chat. */
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
        // One that was found there may have been posted long ago.
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
