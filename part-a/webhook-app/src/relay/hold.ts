import type { HoldReason } from "../reasons.ts";
import type { DeliveryResult } from "./delivery.ts";
import type { Trouble } from "./trouble.ts";

/**
 * Tries of a message that is to blame until it is buried: with the waits of its lane it holds up its recipient for some
 * 6 minutes.
 */
const MAX_TRIES = 6;

/**
 * As long as nobody else was sent anything since the first failure, failures count no further than this, and the lane comes back
 * each minute: an outage that one recipient alone has met must not go on for half an hour after its end.
 */
const MAX_UNPROVEN_TRIES = 4;

/** Why a lane waits although nothing is paused, and what its first notification has been through. */
export interface Hold {
  reason: HoldReason;
  /** Epoch milliseconds of its first failure. */
  since: number;
  /** The moment of its first failure, among the moments of `Trouble`. */
  from: number;
  /** Tries that came to nothing. */
  tries: number;
  /** Those of them that failed without a word why. */
  failures: number;
}

/** What holds up one recipient alone. */
export type OwnTrouble = Extract<DeliveryResult, { status: "failed" | "withheld" }>;

/** The hold after one more try came to nothing. */
export function holdAfter(former: Hold | null, { status, reason }: OwnTrouble, now: number, trouble: Trouble): Hold {
  const { since, from, tries, failures } = former ?? { since: now, from: trouble.now(), tries: 0, failures: 0 };
  if (status === "withheld") return { reason, since, from, tries: tries + 1, failures };
  const most = trouble.postedSince(from) ? Infinity : MAX_UNPROVEN_TRIES;
  const counted = (count: number): number => Math.min(count + 1, Math.max(count, most));
  return { reason, since, from, tries: counted(tries), failures: counted(failures) };
}

/** A message is to blame only when Rocket.Chat was seen to write for somebody else since its first failure. */
export function isToBlame({ failures, from }: Hold, trouble: Trouble): boolean {
  return failures >= MAX_TRIES && trouble.postedSince(from);
}
