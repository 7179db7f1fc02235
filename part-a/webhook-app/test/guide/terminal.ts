import { spawn } from "node:child_process";
import { onTestFinished } from "vitest";

/** Commands that were started. */
export interface Started {
  /** What they have printed so far. */
  output: { text: string };
  /** The exit code, when they have ended. */
  ended: Promise<number | null>;
  stop: () => Promise<void>;
}

/** A shell as a reader has it: nothing of our own environment but PATH and HOME, ends at the first failure. */
export function openTerminal(cwd: string, path: string) {
  const env = { PATH: `${path}:${process.env["PATH"] ?? ""}`, HOME: process.env["HOME"] ?? "" };

  function start(commands: string): Started {
    // Its own process group, so that everything that the commands started can be ended.
    const child = spawn("sh", ["-euc", commands], { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const output = { text: "" };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => void (output.text += text));
    }
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    const stop = async () => {
      if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), "SIGTERM");
      await ended;
    };
    onTestFinished(stop);
    return { output, ended, stop };
  }

  return {
    /** Starts commands, the last of which keeps running, like a service. */
    start,
    /** Runs commands to their end and returns what they printed. @throws Error when one of them fails */
    async run(commands: string): Promise<string> {
      const { output, ended } = start(commands);
      const code = await ended;
      if (code !== 0) throw new Error(`This ended with ${code}:\n${commands}\n${output.text}`);
      return output.text;
    },
  };
}
