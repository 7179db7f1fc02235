import type { HoldReason } from "../reasons.ts";
import type { DeliveryResult } from "./delivery.ts";
import type { Trouble } from "./trouble.ts";

/**
 * Attempts of a message that is to blame until it is buried: with the waits of its lane it delays its recipient for
 * some 6 minutes.
 */
const MAX_TRIES = 6;

/**
 * While nobody else was sent anything since the first failure, failures count only up to this, and the lane is retried
 * every minute: an outage that affected only one recipient must not last half an hour longer for them.
 */
const MAX_UNPROVEN_TRIES = 4;

/** Why a lane waits although nothing is paused, and its first notification's attempts. */
export interface Hold {
  reason: HoldReason;
  /** Epoch milliseconds of its first failure. */
  since: number;
  /** The moment of its first failure, as counted by `Trouble`. */
  from: number;
  /** Unsuccessful attempts. */
  tries: number;
  /** Those of them that failed without a reason. */
  failures: number;
}

/** Results that delay only one recipient. */
export type OwnTrouble = Extract<DeliveryResult, { status: "failed" | "withheld" }>;

/** The hold after one more unsuccessful attempt. */
export function holdAfter(former: Hold | null, { status, reason }: OwnTrouble, now: number, trouble: Trouble): Hold {
  const { since, from, tries, failures } = former ?? { since: now, from: trouble.now(), tries: 0, failures: 0 };
  if (status === "withheld") return { reason, since, from, tries: tries + 1, failures };
  const most = trouble.postedSince(from) ? Infinity : MAX_UNPROVEN_TRIES;
  const counted = (count: number): number => Math.min(count + 1, Math.max(count, most));
  return { reason, since, from, tries: counted(tries), failures: counted(failures) };
}

/** A message is to blame only if Rocket.Chat has stored somebody else's since its first failure. */
export function isToBlame({ failures, from }: Hold, trouble: Trouble): boolean {
  return failures >= MAX_TRIES && trouble.postedSince(from);
}
