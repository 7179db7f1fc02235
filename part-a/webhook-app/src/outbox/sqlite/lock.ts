import { DatabaseSync } from "node:sqlite";

/** Held until `release`, or until the process ends in whatever way. */
export interface FileLock {
  release: () => void;
}

/**
 * Makes this process the only one with this outbox open. The lock is an exclusive transaction that stays open on a
 * sibling file: the operating system drops it when the process dies, and the outbox itself stays readable for backups.
 *
 * @throws Error when somebody has it open, this process included
 */
export function lockFile(path: string): FileLock {
  const db = new DatabaseSync(`${path}.lock`, { timeout: 0 });
  try {
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    throw isBusy(error) ? new Error(inUse(path)) : error;
  }
  return { release: () => db.close() };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === 5;
}

function inUse(path: string): string {
  return (
    `${path} is in use by another process (it holds ${path}.lock). ` +
    "One process at a time: end the other one or name another file. For several replicas use PostgreSQL."
  );
}
