import { readFile, stat } from "node:fs/promises";
import { parsePolicy, type Policy } from "./notifications/policy.ts";

/** A check is one system call; a ConfigMap takes up to a minute to arrive anyway. */
const LOOK_MS = 1_000;

export interface RecipientsFileOptions {
  file: string;
  /** Its content at the process' start, and the policy in it. */
  start: { text: string; policy: Policy };
  /** Called when a changed file is in force. */
  onRead: (policy: Policy) => void;
  /** Called once for each invalid state of the file; the former policy stays in force. */
  onRefused: (mistakes: string[]) => void;
}

export interface RecipientsFile {
  /** The policy in force. */
  policy: () => Policy;
  /** Why the current file is not in force; empty if it is. */
  mistakes: () => readonly string[];
  /** Checks the file's state, and reads the file if that changed. */
  look: () => Promise<void>;
}

/**
 * Reloads the recipients file when it changes. Its state is polled, not watched: a mounted ConfigMap changes by a
 * symbolic link in the path, which file system events do not report, and network file systems have no events at all.
 */
export function followRecipientsFile({ file, start, onRead, onRefused }: RecipientsFileOptions): RecipientsFile {
  let { text, policy } = start;
  let mistakes: string[] = [];
  const states = { seen: "", read: "" };

  /** Reads the file once it is unchanged between two checks, when writing it in place is done. */
  async function look(): Promise<void> {
    const state = await stateOf(file);
    const stoodStill = state === states.seen;
    states.seen = state;
    if (!stoodStill || state === states.read) return;
    states.read = state;
    await read();
  }

  async function read(): Promise<void> {
    try {
      const now = await readFile(file, "utf8");
      if (now === text && mistakes.length === 0) return;
      policy = parsePolicy(now, file);
      text = now;
      mistakes = [];
      onRead(policy);
    } catch (error) {
      mistakes = (error instanceof Error ? error.message : String(error)).split("\n");
      onRefused(mistakes);
    }
  }

  return { policy: () => policy, mistakes: () => mistakes, look };
}

/** Checks repeatedly, one check after the other; does not keep the process alive. */
export function keepLooking(recipients: RecipientsFile): void {
  setTimeout(() => void recipients.look().finally(() => keepLooking(recipients)), LOOK_MS).unref();
}

/** Changes with each write, replacement, and swap of a symbolic link in the path. */
async function stateOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, ctimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, ctimeNs].join(" ");
  } catch (error) {
    return String(error);
  }
}
