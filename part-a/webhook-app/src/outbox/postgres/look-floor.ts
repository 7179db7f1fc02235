/**
 * The id from which to look for pending notifications.
 *
 * With an old snapshot (a long `pg_dump`, a forgotten session) PostgreSQL keeps settled rows in the index of what
 * is pending, and a query from its start would scan all of it, several times a second.
 */
export interface LookFloor {
  /**
   * The smallest id to read. Once in a period it is 0, for everything; then `measure` returns the smallest id
   * that is pending or that a later one may get.
   */
  next: (measure: () => Promise<number>) => Promise<number>;
  /** A lower id may have become pending again, or left its digest: reads everything for a while. */
  reset: () => void;
}

/**
 * Longer than any of our transactions: ids become visible out of order, so a measurement counts only once
 * everything that was under way at that time has ended. What another replica makes pending again is found within this
 * time.
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
