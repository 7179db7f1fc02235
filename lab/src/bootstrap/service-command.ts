import { spawn } from "node:child_process";
import { ROOT } from "../repository.ts";

/**
 * Runs one of the service's commands, with its output on ours.
 *
 * @param script below part-a/webhook-app
 * @returns its exit code; null if a signal ended it
 */
export function runServiceCommand(script: string, env: NodeJS.ProcessEnv): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const cwd = `${ROOT}part-a/webhook-app`;
    const child = spawn(process.execPath, [script], { cwd, env, stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", reject);
    child.on("close", resolve);
  });
}
