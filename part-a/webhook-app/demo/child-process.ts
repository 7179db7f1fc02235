import { spawn, type ChildProcess } from "node:child_process";
import { openSync } from "node:fs";
import { until } from "../testing/until.ts";

/** A started program of this package. */
export interface Child {
  process: ChildProcess;
  /** Resolves with the exit code once it has exited. */
  ended: Promise<number | null>;
}

/** Starts `node <script>` with its output in a log file. */
export function startChild(script: string, env: Record<string, string>, logFile: string): Child {
  const log = openSync(logFile, "a");
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...env },
    stdio: ["ignore", log, log],
    // Its own process group: Ctrl-C reaches only the demo, which then stops its children in order.
    detached: true,
  });
  return { process: child, ended: new Promise((resolve) => child.once("exit", (code) => resolve(code))) };
}

/**
 * Resolves when `url` answers 200.
 *
 * @throws Error that names the log file if the child exits first
 */
export async function waitUntilReady(child: Child, url: string, logFile: string): Promise<void> {
  let code: number | null | undefined;
  void child.ended.then((ended) => (code = ended));
  const isReady = async () => {
    if (code !== undefined) throw new Error(`It exited with code ${code} before it was ready; see ${logFile}.`);
    return (await fetch(url).catch(() => undefined))?.ok;
  };
  await until(`${url} answers 200; see ${logFile}`, isReady, { withinMs: Infinity, everyMs: 50 });
}
