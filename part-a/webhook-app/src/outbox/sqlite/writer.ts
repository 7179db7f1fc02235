import { Worker } from "node:worker_threads";
import { OutboxUnavailable } from "../unavailable.ts";
import type { Operations, StoreOptions } from "./operations.ts";

/** What crosses between the main thread and the writer, by structured cloning. */
export interface Request {
  operation: keyof Operations | "close";
  args: unknown[];
}

/** In the order of the requests; the first reply says that the store is open. */
export type Reply = { result: unknown } | { error: string; unavailable: boolean };

export interface WriterData extends StoreOptions {
  path: string;
}

/** The writer thread, for the main one. */
export interface Writer {
  /** Lets the writer do one operation; operations run one at a time, in the order of the calls. */
  call: <Name extends keyof Operations>(
    operation: Name,
    ...args: Parameters<Operations[Name]>
  ) => Promise<ReturnType<Operations[Name]>>;
  /** Ends the thread after earlier calls; later calls are rejected. */
  close: () => Promise<void>;
}

/**
 * Starts the writer thread and resolves when it has opened the store.
 *
 * @param onLost called once if the thread ends by itself; then every open and later call rejects
 * @param script what the thread runs
 * @throws Error that says why the store cannot be opened
 */
export async function startWriter(
  data: WriterData,
  onLost: (error: Error) => void,
  script = new URL("./worker.ts", import.meta.url),
): Promise<Writer> {
  const worker = new Worker(script, { workerData: data });
  const open: PromiseWithResolvers<unknown>[] = [];
  let ended: Error | undefined;
  let isOpen = false;

  function end(error: Error): void {
    if (ended !== undefined) return;
    ended = error;
    for (const call of open.splice(0)) call.reject(error);
    // A thread that ends before it has opened the store gives the reason in its reply, which comes in the same turn.
    if (isOpen) onLost(error);
  }

  function expectReply(): Promise<unknown> {
    const call = Promise.withResolvers<unknown>();
    open.push(call);
    return call.promise;
  }

  function send(request: Request): Promise<unknown> {
    if (ended !== undefined) return Promise.reject(ended);
    worker.postMessage(request);
    return expectReply();
  }

  worker.on("message", (reply: Reply) => conclude(open.shift(), reply));
  worker.on("error", (error) => end(lost(error)));
  worker.on("exit", (code) => end(lost(`it ended with exit code ${code}`)));

  try {
    await expectReply();
    isOpen = true;
  } catch (error) {
    ended = new OutboxUnavailable("The outbox is not open.");
    await worker.terminate();
    throw error;
  }

  return {
    call: (operation, ...args) => send({ operation, args }) as Promise<never>,
    async close() {
      if (ended !== undefined) return;
      const closed = send({ operation: "close", args: [] });
      ended = new OutboxUnavailable("The outbox is closed.");
      await closed;
      await worker.terminate();
    },
  };
}

function lost(cause: unknown): OutboxUnavailable {
  const what = cause instanceof Error ? cause.message : String(cause);
  return new OutboxUnavailable(`The outbox's writer thread is gone: ${what}.`, { cause });
}

function conclude(call: PromiseWithResolvers<unknown> | undefined, reply: Reply): void {
  if ("result" in reply) call?.resolve(reply.result);
  else call?.reject(reply.unavailable ? new OutboxUnavailable(reply.error) : new Error(reply.error));
}
