import type { Operations, StoreOptions } from "./operations.ts";

/** What crosses between the main thread and the writer, by structured cloning. */
export interface Request {
  operation: keyof Operations | "close";
  args: unknown[];
}

/** In the order of the requests; the first one says that the store is open. */
export type Reply = { result: unknown } | { error: string; unavailable: boolean };

export interface WriterData extends StoreOptions {
  path: string;
}
