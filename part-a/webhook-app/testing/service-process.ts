import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "./child-environment.ts";

export interface ServiceProcessOptions {
  /** The whole environment, but for PATH. */
  env: Record<string, string>;
  nodeArgs?: readonly string[];
  /** Of the service itself, as `--check`. */
  args?: readonly string[];
  /** A command that runs node for us, such as strace. */
  wrapper?: readonly string[];
}

const APP = fileURLToPath(new URL("..", import.meta.url));

/** Starts `node src/main.ts` as a process of its own, its output in pipes of text. */
export function spawnServiceProcess({ env, nodeArgs = [], args: own = [], wrapper = [] }: ServiceProcessOptions) {
  const [command = process.execPath, ...args] = [...wrapper, process.execPath, ...nodeArgs, "src/main.ts", ...own];
  const child = spawn(command, args, {
    cwd: APP,
    env: { ...childEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.setEncoding("utf8");
  child.stderr.setEncoding("utf8");
  return child;
}
