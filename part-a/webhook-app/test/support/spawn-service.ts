import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** A line of the service's log. */
export type LogLine = Record<string, unknown>;

export interface SpawnOptions {
  /** The whole environment, but for PATH. */
  env: Record<string, string>;
  nodeArgs?: readonly string[];
  /** A command that runs node for us, such as strace. */
  wrapper?: readonly string[];
}

export type SpawnedService = ReturnType<typeof spawnService>;

/** How a process ended. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const APP = fileURLToPath(new URL("../..", import.meta.url));

/** Starts `node src/main.ts` as a process of its own; whatever becomes of it, it is gone when the test has finished. */
export function spawnService({ env, nodeArgs = [], wrapper = [] }: SpawnOptions) {
  const [command, ...args] = [...wrapper, process.execPath, ...nodeArgs, "src/main.ts"];
  const child = spawn(command, args, {
    cwd: APP,
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => void (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (output.stderr += text));
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  const kill = (signal: NodeJS.Signals) => child.kill(signal);
  onTestFinished(async () => {
    kill("SIGKILL");
    await ended;
  });
  return { pid: child.pid ?? 0, kill, ended, output, logLines: () => completeLines(output.stdout) };
}

function completeLines(stdout: string): LogLine[] {
  return stdout
    .slice(0, stdout.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as LogLine);
}
