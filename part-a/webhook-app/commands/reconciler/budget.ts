import { setTimeout as sleep } from "node:timers/promises";

/** The time that a run has left. */
export interface Budget {
  /** Waits if that much time is left; otherwise resolves to false at once. */
  spend(ms: number): Promise<boolean>;
  isSpent(): boolean;
}

/** A budget of real time. */
export function timeBudget(ms: number): Budget {
  const end = performance.now() + ms;
  return {
    isSpent: () => performance.now() > end,
    async spend(duration) {
      if (performance.now() + duration > end) return false;
      await sleep(duration);
      return true;
    },
  };
}
