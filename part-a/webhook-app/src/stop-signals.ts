/** SIGTERM and SIGINT, whoever answers them by now. */
export interface StopSignals {
  /** From now on the first signal is answered by `stop`. */
  answerBy(stop: (signal: NodeJS.Signals) => void): void;
}

/**
 * Hears the signals from now on. As a container's first process one would not even be ended by them otherwise. During
 * the start there is nothing to finish: a migration that is cut off is rolled back. A second signal ends the process at
 * once, which is safe too: what was acknowledged is stored, what is sent twice posts once.
 */
export function hearStopSignals(): StopSignals {
  let answer: (signal: NodeJS.Signals) => void = () => process.exit(0);
  let begun = false;
  function hear(signal: NodeJS.Signals): void {
    if (begun) process.exit(1);
    begun = true;
    answer(signal);
  }
  process.on("SIGTERM", hear);
  process.on("SIGINT", hear);
  return { answerBy: (stop) => void (answer = stop) };
}
