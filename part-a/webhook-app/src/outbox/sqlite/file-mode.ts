import { chmodSync, closeSync, openSync, statSync } from "node:fs";

/** Its owner may read and write it, and nobody else: messages name people and what they work on. */
const PRIVATE = 0o600;
const OTHERS = 0o077;

/** Creates the file if it is missing, for its owner alone. SQLite gives the log and its index the same mode. */
export function createPrivate(path: string): void {
  try {
    closeSync(openSync(path, "a", PRIVATE));
  } catch {
    // SQLite says better what is wrong with the path.
  }
}

/** Takes the outbox and the files beside it out of others' reach, as an earlier version or a copy may have left them. */
export function makePrivate(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}.lock`]) {
    const mode = statSync(file, { throwIfNoEntry: false })?.mode;
    if (mode !== undefined && (mode & OTHERS) !== 0) chmodSync(file, mode & 0o777 & ~OTHERS);
  }
}
