import { parentPort } from "node:worker_threads";

/** A writer that says that it is open and dies of the first request. */
parentPort?.on("message", () => {
  throw new Error("out of everything");
});
parentPort?.postMessage({ result: undefined });
