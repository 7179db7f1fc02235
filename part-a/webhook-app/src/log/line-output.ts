/** Writes `text` without blocking the event loop, and calls back once. */
export type Sink = (text: string, done: (error?: Error | null) => void) => void;

/** Where finished log lines go: never throws, never waits. */
export interface LineOutput {
  write(line: string): void;
  /** Calls back once everything is written or dropped; never if the reader hangs. */
  flush(done?: () => void): void;
}

/** One write per line took a sixth of the sender's time, so lines are gathered up to this many characters per write. */
const GATHERED = 4_096;
const LATEST_MS = 100;

/** Thousands of lines: a reader that pauses for seconds loses nothing, and one that hangs does not fill the memory. */
const MOST_WAITING = 1_048_576;

/**
 * Gathers lines and passes them to `sink`, one write at a time. The service matters more than its log: lines are
 * dropped if the sink is broken or their buffer is full.
 *
 * @param onDropped called with the number of dropped lines
 */
export function createLineOutput(sink: Sink, onDropped: (lines: number) => void): LineOutput {
  let waiting: string[] = [];
  let waitingLength = 0;
  let writing = false;
  let timer: NodeJS.Timeout | undefined;
  const flushers: (() => void)[] = [];

  function send(): void {
    clearTimeout(timer);
    timer = undefined;
    if (writing) return;
    if (waiting.length === 0) return flushers.splice(0).forEach((done) => done());
    const lines = waiting;
    waiting = [];
    waitingLength = 0;
    writing = true;
    sink(lines.join(""), (error) => {
      writing = false;
      if (error) onDropped(lines.length);
      if (flushers.length > 0 || waitingLength >= GATHERED) send();
      // Their own timer may have run out during the write.
      else if (waiting.length > 0) sendSoon();
    });
  }

  function sendSoon(): void {
    timer ??= setTimeout(send, LATEST_MS).unref();
  }

  return {
    write(line) {
      if (waitingLength + line.length > MOST_WAITING) return onDropped(1);
      waiting.push(line);
      waitingLength += line.length;
      if (waitingLength >= GATHERED) send();
      else sendSoon();
    },
    flush(done) {
      if (done) flushers.push(done);
      send();
    },
  };
}
