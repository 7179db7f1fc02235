import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "./database.ts";
import type { Reply, Request, WriterData } from "./writer.ts";
import { createOperations } from "./operations.ts";
import { describeSqliteError, isStoreError } from "./trouble.ts";

/** The connection has its own thread, because node:sqlite blocks its thread for the whole fsync. */
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

/**
 * One step in each turn of the event loop, so that new requests go first. Nobody waits for it; an error shows again in
 * the next operation.
 */
function createMoving(step: () => boolean): () => void {
  let next: NodeJS.Immediate | undefined;

  function move(): void {
    next ??= setImmediate(() => {
      next = undefined;
      const reply = attempt(step);
      if ("result" in reply && reply.result === true) move();
    });
  }

  return move;
}

function serve(): void {
  const database = openDatabase(data.path);
  const typed = createOperations(database.db, data);
  const operations = typed as Record<string, (...args: unknown[]) => unknown>;
  const moveJournal = createMoving(typed.moveLongJournal);
  parentPort?.on("message", ({ operation, args }: Request) => {
    if (operation === "close") {
      reply(attempt(database.close));
      parentPort?.close();
    } else {
      reply(attempt(() => operations[operation]?.(...args)));
      moveJournal();
    }
  });
}

reply(attempt(serve));
