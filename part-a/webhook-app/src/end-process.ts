import type { Log } from "./log.ts";

/**
 * For the log's last lines. A reader that hangs must not keep the process alive, and with it the lock on a SQLite file.
 */
const LAST_LINES_MS = 1_000;

/** Exits with `code` once the log is written, or after a short wait. */
export function endProcess(log: Log, code: number): void {
  const end = () => process.exit(code);
  setTimeout(end, LAST_LINES_MS);
  log.flush(end);
}
