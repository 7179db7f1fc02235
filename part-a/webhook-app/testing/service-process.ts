import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "./child-environment.ts";
import type { Rewrite } from "./rewrite-source.ts";

export interface ServiceProcessOptions {
  /** The whole environment, except PATH. */
  env: Record<string, string>;
  nodeArgs?: readonly string[];
  /** Arguments of the service itself, such as `--check`. */
  args?: readonly string[];
  /** Changes to its source while it is loaded, which it reports on stderr. */
  rewrites?: readonly Rewrite[];
  /** A command that runs node, such as strace. */
  wrapper?: readonly string[];
}

const APP = fileURLToPath(new URL("..", import.meta.url));
const REWRITE_SOURCE = new URL("rewrite-source.ts", import.meta.url).href;

/** Starts `node src/main.ts` in its own process, with its output in text pipes. */
export function spawnServiceProcess(options: ServiceProcessOptions) {
  const { env, nodeArgs = [], args: own = [], rewrites = [], wrapper = [] } = options;
  const hooks = rewrites.length > 0 ? ["--import", REWRITE_SOURCE] : [];
  const node = [process.execPath, ...hooks, ...nodeArgs];
  const [command = process.execPath, ...args] = [...wrapper, ...node, "src/main.ts", ...own];
  const child = spawn(command, args, {
    cwd: APP,
    env: { ...childEnvironment(), ...(rewrites.length > 0 && { REWRITES: JSON.stringify(rewrites) }), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.setEncoding("utf8");
  child.stderr.setEncoding("utf8");
  return child;
}
