import { existsSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { createPrivate } from "./file-mode.ts";

/** Held until `release`, or until the process ends in any way. */
export interface FileLock {
  release: () => void;
}

/**
 * Makes this process the only one with this outbox open. The lock is an exclusive transaction that stays open on a
 * sibling file: the operating system drops it when the process dies, and the outbox itself stays readable for backups.
 * The sibling stays when the outbox is closed. Where it is missing beside an outbox somebody removed it, and another
 * process may hold the lock on what was removed: then the outbox itself is asked.
 *
 * @throws Error if any process, including this one, has it open
 */
export function lockFile(path: string): FileLock {
  const lockPath = `${path}.lock`;
  const isNew = !existsSync(lockPath);
  createPrivate(lockPath);
  const db = new DatabaseSync(lockPath, { timeout: 0 });
  try {
    // Nothing is ever written to it, so it needs no journal file.
    db.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    if (isNew) refuseIfOpen(path, lockPath);
  } catch (error) {
    db.close();
    throw isBusy(error) ? new Error(inUse(path)) : error;
  }
  return { release: () => db.close() };
}

/**
 * A connection in this mode is the only one or none: whoever has a write-ahead log open holds a shared lock throughout.
 * If somebody has, the lock file just made is removed again: with it there, the next start would not ask.
 */
function refuseIfOpen(path: string, lockPath: string): void {
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec("PRAGMA locking_mode = EXCLUSIVE; SELECT count(*) FROM sqlite_schema");
  } catch (error) {
    rmSync(lockPath);
    throw error;
  } finally {
    db.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === 5;
}

function inUse(path: string): string {
  return (
    `${path} is in use by another process (it holds ${path}.lock). ` +
    "One process at a time: end the other one or name another file. For several replicas use PostgreSQL."
  );
}
