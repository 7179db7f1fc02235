/** One timer for everything that waits: cheaper than a timer per notification. */
export interface Alarm {
  /** Fires at the monotonic time `at` instead of the one set before. A past time, or Infinity, sets none. */
  set(at: number): void;
}

export function createAlarm(monotonic: () => number, fire: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined;
  let setFor = Infinity;

  function ring(): void {
    setFor = Infinity;
    fire();
  }

  return {
    set(at) {
      if (at === setFor) return;
      clearTimeout(timer);
      const ms = at - monotonic();
      setFor = ms > 0 ? at : Infinity;
      // Rounded up: a timer that fires a fraction of a millisecond early would only be set again.
      if (ms > 0 && ms < Infinity) timer = setTimeout(ring, Math.ceil(ms));
    },
  };
}
