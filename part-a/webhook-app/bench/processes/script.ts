import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../testing/until.ts";

/** A process of the bench; it is killed at the end of its `await using` scope. */
export interface Script extends AsyncDisposable {
  pid: number;
  /** The port that its `started` line names. */
  port: number;
  /** The metrics port in that line, if any. */
  metricsPort: number;
  kill: (signal: NodeJS.Signals) => Promise<void>;
}

let count = 0;

/**
 * Starts `node <script>` with its output in a file, and resolves once it has logged that it started.
 *
 * @throws Error with its output if it does not
 */
export async function startScript(directory: string, args: string[], env: Record<string, string>): Promise<Script> {
  const logFile = join(directory, `process-${++count}.log`);
  const log = openSync(logFile, "w");
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const exited = once(child, "exit");
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  try {
    const { port, metricsPort } = await startedLine(logFile, () => child.exitCode !== null);
    return { pid: child.pid ?? 0, port, metricsPort, kill, [Symbol.asyncDispose]: () => kill("SIGKILL") };
  } catch (error) {
    await kill("SIGKILL");
    throw error;
  }
}

async function startedLine(logFile: string, hasEnded: () => boolean) {
  const read = () => {
    const ended = hasEnded();
    const log = readFileSync(logFile, "utf8");
    const line = log.split("\n").find((text) => text.includes('"event":"started"') && text.endsWith("}"));
    if (line === undefined && ended) throw new Error(`It did not start:\n${log.slice(-2_000)}`);
    return line;
  };
  const line = await until(`a "started" line in ${logFile}`, read, { everyMs: 5 });
  return JSON.parse(line) as { port: number; metricsPort: number };
}
