import type { Log } from "./log.ts";

/** For the log's last lines. A reader that hangs must not keep a process, and with it the lock on a SQLite file. */
const LAST_LINES_MS = 1_000;

/** Ends the process with `code` once its log is written, or soon without. */
export function endProcess(log: Log, code: number): void {
  const end = () => process.exit(code);
  setTimeout(end, LAST_LINES_MS);
  log.flush(end);
}
