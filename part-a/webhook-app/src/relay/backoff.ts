const FIRST_MS = 500;
/** With the jitter, no wait is longer than 30 s. */
const LONGEST_BASE_MS = 20_000;

/** A lane's waits after successive failures; the last one repeats. */
const LANE_WAITS_MS = [500, 2_000, 10_000, 60_000, 300_000, 1_800_000] as const;

/**
 * How long to pause after the `step`-th failure in a row (0 is the first):
 * `min(20 s, 0.5 s * 2^step) * (1 + random / 2)`, so 0.5-0.75 s, 1-1.5 s, 2-3 s, … and 20-30 s in the end.
 *
 * @param random from [0, 1); jitter keeps several installations from retrying one Rocket.Chat at the same time.
 * @returns milliseconds
 */
export function backoffMs(step: number, random: () => number): number {
  return Math.min(LONGEST_BASE_MS, FIRST_MS * 2 ** step) * (1 + random() / 2);
}

/**
 * How long one lane waits after its `tries`-th failure in a row (1 is the first), up to a tenth longer. In
 * milliseconds.
 */
export function laneWaitMs(tries: number, random: () => number): number {
  return (LANE_WAITS_MS[tries - 1] ?? LANE_WAITS_MS[5]) * (1 + random() / 10);
}
