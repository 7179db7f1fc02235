/**
 * From which id on to look for pending notifications.
 *
 * Under an old snapshot (a long `pg_dump`, a forgotten session) PostgreSQL keeps what is settled in the index of what
 * is pending, and a look that begins at its start walks all of it, several times a second.
 */
export interface LookFloor {
  /**
   * The smallest id to look at. 0, a look at everything, once in a period; then `measure` is asked for the smallest id
   * that is pending, or that any may have that are yet to come.
   */
  next: (measure: () => Promise<number>) => Promise<number>;
  /** One below may have become pending again, or left its digest: look at everything for a while. */
  reset: () => void;
}

/**
 * Longer than any transaction of ours: ids become visible out of order, so what was measured counts only once
 * everything that was under way at that time has ended. What another replica makes pending again is found within this.
 */
const PERIOD_MS = 10_000;

export function createLookFloor(monotonic: () => number = () => performance.now()): LookFloor {
  let floor = 0;
  let measured = 0;
  let since = monotonic();

  return {
    async next(measure) {
      if (monotonic() - since < PERIOD_MS) return floor;
      since = monotonic();
      floor = measured;
      measured = await measure();
      return 0;
    },
    reset() {
      floor = 0;
      measured = 0;
      since = monotonic();
    },
  };
}
