import { spawn } from "node:child_process";

/**
 * Runs a program to its end; what it says on standard error is on this process's own.
 *
 * @throws Error when it cannot be run or ends with anything but 0
 */
export function runProgram(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"] });
    child.on("error", (error) => reject(new Error(`${command} cannot be run: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}`));
    });
  });
}
