import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "./database.ts";
import type { Reply, Request, WriterData } from "./messages.ts";
import { createOperations } from "./operations.ts";
import { describeSqliteError, isStoreError } from "./sqlite-error.ts";

/** The thread that owns the connection: node:sqlite blocks its thread for the whole fsync. */
const data = workerData as WriterData;

function reply(message: Reply): void {
  parentPort?.postMessage(message);
}

function attempt(work: () => unknown): Reply {
  try {
    return { result: work() };
  } catch (error) {
    const unavailable = isStoreError(error);
    const plain = error instanceof Error ? error.message : String(error);
    return { error: unavailable ? describeSqliteError(error, data.path) : plain, unavailable };
  }
}

function serve(): void {
  const database = openDatabase(data.path);
  const operations = createOperations(database.db, data) as Record<string, (...args: unknown[]) => unknown>;
  parentPort?.on("message", ({ operation, args }: Request) => {
    if (operation === "close") {
      reply(attempt(database.close));
      parentPort?.close();
    } else {
      reply(attempt(() => operations[operation]?.(...args)));
      // Nobody waits for it; what it meets, the next operation meets, too.
      attempt(() => operations["moveLongJournal"]?.());
    }
  });
}

reply(attempt(serve));
