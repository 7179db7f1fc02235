import { readFileSync } from "node:fs";

export type Read<Value> = { ok: true; value: Value } | { ok: false; mistake: string };

const BYTE_ORDER_MARK = /^\uFEFF/;

/** A file's text, or one line that says why it cannot be read. */
export function readText(file: string): Read<string> {
  try {
    return { ok: true, value: readFileSync(file, "utf8").replace(BYTE_ORDER_MARK, "") };
  } catch (error) {
    return { ok: false, mistake: reasonOf(error as NodeJS.ErrnoException) };
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === "ENOENT") return "no such file";
  if (code === "EISDIR") return "is a folder, not a file; use --matrix for a folder of payloads";
  return message;
}
