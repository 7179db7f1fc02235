import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One completed system call on a file of the outbox. Times are epoch ms. */
export type DiskCall = { path: string; doneAt: number } & (
  | { call: "write"; offset: number; data: Buffer }
  | { call: "truncate"; size: number }
  | { call: "sync" }
  | { call: "unlink" }
);

const RECORDED = "trace=pwrite64,ftruncate,fsync,fdatasync,unlink";

/**
 * The command that runs a program and records in `directory` what each of its threads does with files.
 *
 * `-D` makes the program itself the spawned process, so that a kill reaches it; `-ff` gives each thread its own
 * file, so that no call is split into two lines; `-T` adds its duration. SQLite writes only with pwrite64.
 */
export function straceCommand(directory: string): string[] {
  const how = ["-D", "-ff", "--seccomp-bpf", "-qq", "-y", "-ttt", "-T", "-xx", "-s", "1048576"];
  return ["strace", ...how, "-e", RECORDED, "-e", "signal=none", "-o", join(directory, "thread")];
}

/** The calls on files whose path begins with `prefix`, in order of completion. */
export function readTrace(directory: string, prefix: string): DiskCall[] {
  const lines = readdirSync(directory).flatMap((name) => readFileSync(join(directory, name), "latin1").split("\n"));
  return lines
    .flatMap((line) => parseLine(line) ?? [])
    .filter(({ path }) => path.startsWith(prefix))
    .sort((a, b) => a.doneAt - b.doneAt);
}

const LINE = /^(\d+\.\d+) (\w+)\((.*)\)\s+= (-?\d+)(?: .*)? <(\d+\.\d+)>$/;

function parseLine(line: string): DiskCall | undefined {
  const [, startedAt, name, parameters = "", result, seconds] = LINE.exec(line) ?? [];
  if (name === undefined || Number(result) < 0) return undefined;
  const doneAt = (Number(startedAt) + Number(seconds)) * 1000;
  if (name === "unlink") return { call: "unlink", path: text(parameters), doneAt };
  const path = unescape(/^\d+<([^>]*)>/.exec(parameters)?.[1] ?? "").toString();
  if (name === "ftruncate") return { call: "truncate", path, doneAt, size: Number(parameters.split(", ")[1]) };
  if (name !== "pwrite64") return { call: "sync", path, doneAt };
  const [, data = "", , offset] = /"((?:\\x[0-9a-f]{2})*)", (\d+), (\d+)$/.exec(parameters) ?? [];
  return { call: "write", path, doneAt, offset: Number(offset), data: unescape(data).subarray(0, Number(result)) };
}

function text(quoted: string): string {
  return unescape(quoted.slice(1, -1)).toString();
}

/** `\x2f\x74` as bytes; unescaped characters stay as they are. */
function unescape(escaped: string): Buffer {
  return escaped.startsWith("\\x") ? Buffer.from(escaped.replaceAll("\\x", ""), "hex") : Buffer.from(escaped, "latin1");
}
