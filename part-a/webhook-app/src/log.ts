import pino from "pino";
import { createLineOutput } from "./log/line-output.ts";
import { stdoutSink } from "./log/stdout.ts";

export type Log = pino.Logger;

/**
 * JSON lines on stdout, written without holding up the event loop. Lines carry ids to join them (`webhookId`,
 * `notificationId`), and neither secrets nor message texts.
 *
 * @param onDropped called with the number of lines that stdout did not take
 */
export function createLog(level: string, onDropped: (lines: number) => void): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    createLineOutput(stdoutSink(), onDropped),
  );
}
