import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";

/** Of Linux; as of any process, it names the signals that somebody hears. */
const STATUS = "/proc/self/status";

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
  const isLate = wasOneMissed();
  process.on("SIGTERM", hear);
  process.on("SIGINT", hear);
  if (isLate) process.exit(0);
  return { answerBy: (stop) => void (answer = stop) };
}

/**
 * Whether a signal came while Node itself was starting, which takes it tens of milliseconds, and on a tenth of a core half a
 * second. Node takes its own handler out then and raises the signal again (SignalExit in src/node.cc). That ends any process
 * but a container's first one, which the kernel spares: it goes on as if nothing had come. Only the missing handler tells.
 */
function wasOneMissed(): boolean {
  if (process.pid !== 1 || !existsSync(STATUS)) return false;
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(STATUS, "utf8"))?.[1];
  if (caught === undefined) return false;
  const { SIGTERM, SIGINT } = constants.signals;
  return [SIGTERM, SIGINT].some((signal) => ((BigInt(`0x${caught}`) >> BigInt(signal - 1)) & 1n) === 0n);
}
