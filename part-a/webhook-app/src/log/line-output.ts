/** Writes `text` without holding up the event loop, and calls back once. */
export type Sink = (text: string, done: (error?: Error | null) => void) => void;

/** Where finished log lines go: never throws, never waits. */
export interface LineOutput {
  write(line: string): void;
  /** Calls back once everything is written or dropped; never, when the reader hangs. */
  flush(done?: () => void): void;
}

/** A write for each line took a sixth of the sender's time: so many characters go together, but none waits longer. */
const GATHERED = 4_096;
const LATEST_MS = 100;

/** Some thousand lines: a reader that stops for seconds loses nothing, one that hangs does not fill the memory. */
const MOST_WAITING = 1_048_576;

/**
 * Gathers lines and hands them to `sink`, one write at a time. The service is worth more than its log: lines that find
 * the sink broken or the memory for them full are dropped.
 *
 * @param onDropped called with the number of lines that nobody will read
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
    });
  }

  return {
    write(line) {
      if (waitingLength + line.length > MOST_WAITING) return onDropped(1);
      waiting.push(line);
      waitingLength += line.length;
      if (waitingLength >= GATHERED) send();
      else timer ??= setTimeout(send, LATEST_MS).unref();
    },
    flush(done) {
      if (done) flushers.push(done);
      send();
    },
  };
}
