import pino from "pino";
import { createLineOutput } from "./log/line-output.ts";
import { stdoutSink } from "./log/stdout.ts";

export type Log = pino.Logger;

/**
 * JSON lines on stdout, written without blocking the event loop. Lines have ids that connect them (`webhookId`,
 * `notificationId`), and never secrets or message texts.
 *
 * @param onDropped called with the number of lines that could not be written
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
