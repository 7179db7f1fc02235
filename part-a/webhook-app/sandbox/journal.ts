import { existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { Entry } from "./model.ts";

/** Where entries are kept between runs. */
export interface Journal {
  /** The entries of earlier runs, in order. */
  past: Entry[];
  append(entry: Entry): void;
  /** Forgets everything. */
  clear(): void;
}

/**
 * Opens a file of JSON lines; without a file, nothing is kept. A line is passed to the kernel before `append`
 * returns, so it survives a `kill -9` of the process (not a power cut, which a demo need not survive). A line torn by a
 * kill is removed, so that the next one is not appended to it.
 *
 * @throws Error if a line other than the last is not JSON
 */
export function openJournal(file?: string): Journal {
  if (file === undefined) return { past: [], append() {}, clear() {} };
  mkdirSync(dirname(file), { recursive: true });
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const past = parseLines(whole, file);
  const descriptor = openSync(file, "a");
  ftruncateSync(descriptor, Buffer.byteLength(whole));
  return {
    past,
    append: (entry) => void writeSync(descriptor, `${JSON.stringify(entry)}\n`),
    clear: () => ftruncateSync(descriptor, 0),
  };
}

function parseLines(text: string, file: string): Entry[] {
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as Entry;
    } catch {
      throw new Error(`${file}:${index + 1} is not JSON; delete the file to start with an empty sandbox.`);
    }
  });
}
