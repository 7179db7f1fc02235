import { onTestFinished } from "vitest";
import { spawnServiceProcess, type ServiceProcessOptions } from "../../testing/service-process.ts";

/** A line of the service's log. */
export type LogLine = Record<string, unknown>;

export type SpawnedService = ReturnType<typeof spawnService>;

/** How a process ended. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Starts `node src/main.ts` in its own process, which is always gone when the test has finished. */
export function spawnService(options: ServiceProcessOptions) {
  const child = spawnServiceProcess(options);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (text: string) => void (output.stdout += text));
  child.stderr.on("data", (text: string) => void (output.stderr += text));
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
