import type { DatabaseSync } from "node:sqlite";

/** Runs `work` in one transaction that is durable when this returns; an exception rolls it back and is rethrown. */
export function transaction<Result>(db: DatabaseSync, work: () => Result): Result {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    // SQLite rolls back by itself after some errors, such as a full disk.
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

/** Runs `work` in a transaction that is rolled back. */
export function undone<Result>(db: DatabaseSync, work: () => Result): Result {
  db.exec("BEGIN IMMEDIATE");
  try {
    return work();
  } finally {
    if (db.isTransaction) db.exec("ROLLBACK");
  }
}

/** Runs `work` inside a transaction so that an exception undoes only what `work` did. */
export function savepoint<Result>(db: DatabaseSync, work: () => Result): Result {
  db.exec("SAVEPOINT step");
  try {
    const result = work();
    db.exec("RELEASE step");
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK TO step; RELEASE step");
    throw error;
  }
}
