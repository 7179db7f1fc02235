import { setTimeout as sleep } from "node:timers/promises";

/** How long a run may still take. */
export interface Budget {
  /** Waits, if that much time is left; if not, says no at once. */
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
