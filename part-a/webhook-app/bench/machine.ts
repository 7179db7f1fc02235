import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { median } from "./median.ts";

const SYNCS = 200;

/** The median time, in milliseconds, of a 4 KiB append and fdatasync in `directory`, for which every commit waits. */
function syncMilliseconds(directory: string): number {
  const file = openSync(join(directory, "sync-probe"), "w");
  const page = Buffer.alloc(4096, 1);
  const times = Array.from({ length: SYNCS }, () => {
    const start = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    return performance.now() - start;
  });
  closeSync(file);
  return median(times);
}

/** One line about the machine, and how busy it was just before. */
export function describeMachine(directory: string): string {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const sync = `fdatasync p50 ${syncMilliseconds(directory).toFixed(2)} ms`;
  const load = `load average ${loadavg()[0]?.toFixed(2)} at the start`;
  const cpu = `${cpus()[0]?.model.trim() ?? "unknown CPU"}, ${availableParallelism()} cores`;
  return `${new Date().toISOString().slice(0, 10)}, ${cpu}, ${memory}, Node ${process.version}, ${sync}, ${load}`;
}
