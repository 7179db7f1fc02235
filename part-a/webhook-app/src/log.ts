import pino from "pino";

export type Log = pino.Logger;

/** Lines are written together, 4 KiB at once or after this long: a write for each took a sixth of the sender's time. */
const BUFFER = { minLength: 4_096, periodicFlush: 100 };

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
    pino.destination({ fd: 1, sync: false, ...BUFFER }),
  );
}
