import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Rewrite } from "../test/whole-path/preload/rewrite-source.ts";

export interface AppOptions {
  env: Record<string, string>;
  /** Safeties to take out, for a control. */
  rewrites: readonly Rewrite[];
  /** A command that runs node for us, such as strace. */
  wrapper?: readonly string[];
}

export interface Addresses {
  url: string;
  metricsUrl: string;
}

/** A process of the service. */
export interface App {
  child: ChildProcess;
  /** What it wrote to stderr so far, and to stdout until it listened. */
  said: () => string;
}

const APP = fileURLToPath(new URL("..", import.meta.url));
const REWRITE_SOURCE = new URL("../test/whole-path/preload/rewrite-source.ts", import.meta.url).href;

/** Starts `node src/main.ts`; `onStarted` is called when it listens. */
export function spawnApp(options: AppOptions, onStarted: (addresses: Addresses) => void): App {
  const { env, rewrites, wrapper = [] } = options;
  const nodeArgs = rewrites.length > 0 ? ["--import", REWRITE_SOURCE] : [];
  const [command, ...args] = [...wrapper, process.execPath, ...nodeArgs, "src/main.ts"];
  const child = spawn(command, args, {
    cwd: APP,
    env: { ...env, ...(rewrites.length > 0 && { REWRITES: JSON.stringify(rewrites) }) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (said += text));
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    said += `${line}\n`;
    if (!line.includes('"event":"started"')) return;
    const { port, metricsPort } = JSON.parse(line) as { port: number; metricsPort: number };
    lines.close();
    // What it logs from now on is not read, but must not fill the pipe.
    child.stdout.resume();
    onStarted({ url: `http://127.0.0.1:${port}`, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` });
  });
  return { child, said: () => said };
}
