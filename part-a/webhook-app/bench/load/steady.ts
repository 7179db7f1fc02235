import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { benchScript } from "../processes/bench-script.ts";
import type { Workbench } from "../workbench.ts";

const run = promisify(execFile);
const MAX_OUTPUT = 64 * 2 ** 20;

/**
 * Posts pushes at a fixed rate, however long answers take; returns each answer's latency in milliseconds, without the
 * warm-up's.
 */
export async function steadyLoad(bench: Workbench, url: string, perSecond: number): Promise<number[]> {
  const rate = [String(perSecond), String(bench.effort.seconds), randomBytes(6).toString("hex")];
  const args = [benchScript("open-loop"), url, bench.bodyFile, ...rate];
  const { stdout } = await run(process.execPath, args, { maxBuffer: MAX_OUTPUT });
  return JSON.parse(stdout) as number[];
}
