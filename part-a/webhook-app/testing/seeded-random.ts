/** A repeatable random number generator (mulberry32), so that a failing run can be repeated. */
export function seededRandom(seed: number) {
  let state = seed | 0;

  /** At least 0, less than 1. */
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  function pick<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(next() * choices.length)];
    if (choice === undefined) throw new Error("Nothing to pick from.");
    return choice;
  }

  return { next, pick };
}
