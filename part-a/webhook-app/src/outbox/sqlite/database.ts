import { mkdirSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createPrivate, makePrivate } from "./file-mode.ts";
import { lockFile } from "./lock.ts";
import { migrate } from "./migrate.ts";
import { describeSqliteError, isStoreError } from "./trouble.ts";

export interface OpenedDatabase {
  db: DatabaseSync;
  close: () => void;
}

/** Each commit fsyncs the log. NORMAL would lose acknowledged webhooks at a power cut. */
export const DURABLE = "PRAGMA synchronous = FULL";

/**
 * Opens the file, creating it and its directory if missing, locks it and brings its schema up to date.
 *
 * @throws Error that names the file and says what to do
 */
export function openDatabase(path: string): OpenedDatabase {
  createDirectory(dirname(path));
  try {
    return openLocked(path);
  } catch (error) {
    throw isStoreError(error)
      ? new Error(`Cannot open the outbox ${describeSqliteError(error, path)}`, { cause: error })
      : error;
  }
}

function createDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot create the outbox's directory ${directory}: ${what}.`, { cause: error });
  }
}

function openLocked(path: string): OpenedDatabase {
  createPrivate(path);
  // 5 s: shorter than the 8 s after which callers give up. Only another program writing to the file makes us wait.
  const db = new DatabaseSync(path, { timeout: 5_000 });
  try {
    // By its real path: a symbolic link must not lead a second process past the lock.
    const realPath = realpathSync(path);
    const lock = lockFile(realPath);
    makePrivate(realPath);
    configure(db, path);
    migrate(db, path);
    return {
      db,
      close() {
        // Closing the last connection checkpoints the log and deletes it.
        db.close();
        lock.release();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

function configure(db: DatabaseSync, path: string): void {
  const mode = db.prepare("PRAGMA journal_mode = WAL").get()?.["journal_mode"];
  if (mode !== "wal") throw new Error(`${path} cannot use a write-ahead log: put it on a local disk.`);
  db.exec(DURABLE);
  // The default of 1,000 pages (4 MB) would save 6 us of CPU per webhook, but delay commits four times as long each
  // time: by 8 ms, or 13 if all pages are different, as in the indexes of a large journal.
  db.exec("PRAGMA wal_autocheckpoint = 250");
  // Truncates the log after it has grown during a long backup.
  db.exec("PRAGMA journal_size_limit = 67108864");
}
