import pino from "pino";

export type Log = pino.Logger;

/** A write for each line took a sixth of the sender's time: up to this many bytes go together, but none waits longer. */
const BUFFERED_BYTES = 4_096;
const LATEST_MS = 100;

/**
 * JSON lines on stdout, written without holding up the event loop. Lines carry ids to join them (`webhookId`,
 * `notificationId`), and neither secrets nor message texts.
 */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    gathered(pino.destination({ fd: 1, sync: false, minLength: BUFFERED_BYTES })),
  );
}

/** Flushes a destination a little after a line. Its own periodic flush writes all the time, also when there is nothing. */
function gathered(destination: pino.DestinationStream & { flush: (done?: (error?: Error) => void) => void }) {
  let timer: NodeJS.Timeout | undefined;
  function flush(): void {
    timer = undefined;
    destination.flush();
  }
  return {
    write(line: string): void {
      destination.write(line);
      timer ??= setTimeout(flush, LATEST_MS).unref();
    },
    flush: (done?: (error?: Error) => void) => destination.flush(done),
  };
}
