import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { spawnServiceProcess, type ServiceProcessOptions } from "../testing/service-process.ts";
import type { Rewrite } from "../testing/rewrite-source.ts";

export interface AppOptions extends Omit<ServiceProcessOptions, "nodeArgs"> {
  /** Safeties to take out, for a control. */
  rewrites: readonly Rewrite[];
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

const REWRITE_SOURCE = new URL("../testing/rewrite-source.ts", import.meta.url).href;

/** Starts `node src/main.ts`; `onStarted` is called when it listens. */
export function spawnApp(options: AppOptions, onStarted: (addresses: Addresses) => void): App {
  const { rewrites, ...process } = options;
  const child = spawnServiceProcess(rewrites.length > 0 ? withRewrites(process, rewrites) : process);
  let said = "";
  child.stderr.on("data", (text: string) => void (said += text));
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

function withRewrites(process: ServiceProcessOptions, rewrites: readonly Rewrite[]): ServiceProcessOptions {
  const env = { ...process.env, REWRITES: JSON.stringify(rewrites) };
  return { ...process, env, nodeArgs: ["--import", REWRITE_SOURCE] };
}
