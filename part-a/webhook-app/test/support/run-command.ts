import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { childEnvironment } from "../../testing/child-environment.ts";

const APP = fileURLToPath(new URL("../..", import.meta.url));

export interface CommandEnding {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `node <file> <args>` to its end with this environment and nothing else but PATH. */
export async function runCommand(
  file: string,
  env: Record<string, string>,
  cwd = APP,
  args: readonly string[] = [],
): Promise<CommandEnding> {
  const child = spawn(process.execPath, [file, ...args], {
    cwd,
    env: { ...childEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [stdout, stderr, code] = await Promise.all([
    child.stdout.setEncoding("utf8").toArray(),
    child.stderr.setEncoding("utf8").toArray(),
    new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    }),
  ]);
  return { code, stdout: stdout.join(""), stderr: stderr.join("") };
}
