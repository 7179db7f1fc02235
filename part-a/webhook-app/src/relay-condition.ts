import type { HoldReason, PauseReason } from "./reasons.ts";

/** Why nothing is sent. Times are epoch milliseconds. */
export interface PauseState {
  reason: PauseReason;
  since: number;
  /** The last error from Rocket.Chat or the network. */
  detail: string;
  /** When one message is tried; null while that attempt is under way. */
  nextTrialAt: number | null;
}

/** A recipient whose messages wait although nothing is paused. Times are epoch milliseconds. */
export interface LaneOnHold {
  recipient: string;
  reason: HoldReason;
  /** The first failure of the message that waits. */
  since: number;
  nextTryAt: number;
}

/** What keeps the relay from sending, as the leader knows it. */
export interface RelayCondition {
  paused: PauseState | null;
  /** Recipients whose messages wait although nothing is paused. */
  lanesOnHold: readonly LaneOnHold[];
}

/** For a relay that is not the leader, or is about to become it. */
export const NOTHING_KNOWN: RelayCondition = { paused: null, lanesOnHold: [] };
