/** Passes on a call, then none for `restMs`: for warnings that would repeat with each message. */
export function onceInAWhile<Arguments extends unknown[]>(
  restMs: number,
  clock: () => number,
  work: (...args: Arguments) => void,
): (...args: Arguments) => void {
  let restsUntil = -Infinity;
  return (...args) => {
    const now = clock();
    if (now < restsUntil && restsUntil <= now + restMs) return;
    restsUntil = now + restMs;
    work(...args);
  };
}
