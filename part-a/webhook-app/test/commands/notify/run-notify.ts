import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "../../../testing/child-environment.ts";

const MAIN = fileURLToPath(new URL("../../../commands/notify/main.ts", import.meta.url));

/** Runs `node commands/notify/main.ts` in a checkout; the environment is exactly `env`. */
export function runNotify(
  checkout: string,
  env: Record<string, string>,
): Promise<{ code: number | null; log: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN], { cwd: checkout, env: { ...childEnvironment(), ...env } });
    let log = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (log += text));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, log }));
  });
}
