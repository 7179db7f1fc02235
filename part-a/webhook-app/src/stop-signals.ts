import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";

/** In Linux: shows, among others, the signals for which the process has a handler. */
const STATUS = "/proc/self/status";

/** Handles SIGTERM and SIGINT. */
export interface StopSignals {
  /** From now on the first signal calls `stop`. */
  answerBy(stop: (signal: NodeJS.Signals) => void): void;
}

/**
 * Handles the signals from now on. A container's first process would not even be ended by them otherwise. During
 * the start there is nothing to finish: an interrupted migration is rolled back. A second signal ends the process at
 * once, which is safe too: acknowledged webhooks are stored, and sending twice posts once.
 */
export function hearStopSignals(): StopSignals {
  let answer: (signal: NodeJS.Signals) => void = () => process.exit(0);
  let begun = false;
  function hear(signal: NodeJS.Signals): void {
    if (begun) process.exit(1);
    begun = true;
    answer(signal);
  }
  const isLate = wasOneMissed();
  process.on("SIGTERM", hear);
  process.on("SIGINT", hear);
  if (isLate) process.exit(0);
  return { answerBy: (stop) => void (answer = stop) };
}

/**
 * Whether a signal came while Node itself was starting, which takes tens of milliseconds, or half a second on a tenth
 * of a core. Node then removes its own handler and raises the signal again (SignalExit in src/node.cc). That ends any
 * process except a container's first one, which the kernel protects: it continues as if nothing had happened. Only the
 * missing handler shows it.
 */
function wasOneMissed(): boolean {
  if (process.pid !== 1 || !existsSync(STATUS)) return false;
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(STATUS, "utf8"))?.[1];
  if (caught === undefined) return false;
  const { SIGTERM, SIGINT } = constants.signals;
  return [SIGTERM, SIGINT].some((signal) => ((BigInt(`0x${caught}`) >> BigInt(signal - 1)) & 1n) === 0n);
}
