import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { spawnServiceProcess, type ServiceProcessOptions } from "../testing/service-process.ts";

export interface Addresses {
  url: string;
  metricsUrl: string;
}

/** A process of the service. */
export interface App {
  child: ChildProcess;
  /** Its output so far: stderr, and stdout until it listened. */
  said: () => string;
}

/** Starts `node src/main.ts`; `onStarted` is called when it listens. */
export function spawnApp(options: ServiceProcessOptions, onStarted: (addresses: Addresses) => void): App {
  const child = spawnServiceProcess(options);
  let said = "";
  child.stderr.on("data", (text: string) => void (said += text));
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    said += `${line}\n`;
    if (!line.includes('"event":"started"')) return;
    const { port, metricsPort } = JSON.parse(line) as { port: number; metricsPort: number };
    lines.close();
    // Its further log is not read, but must not fill the pipe.
    child.stdout.resume();
    onStarted({ url: `http://127.0.0.1:${port}`, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` });
  });
  return { child, said: () => said };
}
