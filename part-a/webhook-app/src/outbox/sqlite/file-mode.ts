import { chmodSync, closeSync, openSync, statSync } from "node:fs";

/** Only its owner may read and write it: messages name people and what they work on. */
const PRIVATE = 0o600;
const OTHERS = 0o077;

/** Creates the file if it is missing, only for its owner. SQLite gives the log and its index the same mode. */
export function createPrivate(path: string): void {
  try {
    closeSync(openSync(path, "a", PRIVATE));
  } catch {
    // SQLite's error about the path is better.
  }
}

/** Makes the outbox and its sibling files private, which an earlier version or a copy may have left readable. */
export function makePrivate(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}.lock`]) {
    const mode = statSync(file, { throwIfNoEntry: false })?.mode;
    if (mode !== undefined && (mode & OTHERS) !== 0) chmodSync(file, mode & 0o777 & ~OTHERS);
  }
}
