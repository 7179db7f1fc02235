import { readFile, stat } from "node:fs/promises";
import { parsePolicy, type Policy } from "./notifications/policy.ts";

/** A look is one system call; a ConfigMap takes up to a minute to get here anyway. */
const LOOK_MS = 1_000;

export interface RecipientsFileOptions {
  file: string;
  /** What it held when the process started, and what that said. */
  start: { text: string; policy: Policy };
  /** Called when what a changed file says is in force. */
  onRead: (policy: Policy) => void;
  /** Called once for each state of the file that is of no use: what was in force before stays so. */
  onRefused: (mistakes: string[]) => void;
}

export interface RecipientsFile {
  /** What is in force. */
  policy: () => Policy;
  /** Why the file as it is now is not; empty when it is. */
  mistakes: () => readonly string[];
  /** Asks for the file's state, and reads it where that changed. */
  look: () => Promise<void>;
}

/**
 * Reads the recipients file again when it changes. Its state is asked for, not watched: a mounted ConfigMap changes by a
 * symbolic link in the path, of which file system events say nothing, and network file systems have no events at all.
 */
export function followRecipientsFile({ file, start, onRead, onRefused }: RecipientsFileOptions): RecipientsFile {
  let { text, policy } = start;
  let mistakes: string[] = [];
  const states = { seen: "", read: "" };

  /** A file is read once it stood still from one look to the next: whoever writes it in place is done then. */
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

/** Looks again and again, one look after the other; that alone keeps no process alive. */
export function keepLooking(recipients: RecipientsFile): void {
  setTimeout(() => void recipients.look().finally(() => keepLooking(recipients)), LOOK_MS).unref();
}

/** Differs after each write, replacement, and swap of a symbolic link in the path. */
async function stateOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, ctimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, ctimeNs].join(" ");
  } catch (error) {
    return String(error);
  }
}
