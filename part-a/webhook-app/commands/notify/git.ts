import { execFile } from "node:child_process";
import { CommandFailure } from "../shared/command-failure.ts";

/** Runs git and resolves to what it printed, or to undefined when it failed. */
export type Git = (...args: string[]) => Promise<string | undefined>;

/** Far more than 20 commit messages need. */
const MOST_OUTPUT = 64 * 1024 * 1024;

/**
 * Runs git in one directory.
 *
 * @param say logs one line for each failure
 */
export function gitIn(directory: string, say: (line: string) => void): Git {
  return (...args) =>
    new Promise((resolve, reject) => {
      execFile("git", args, { cwd: directory, maxBuffer: MOST_OUTPUT }, (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        // Without git the job cannot work; when a command fails, the caller has a fallback.
        if (error.code === "ENOENT")
          return reject(new CommandFailure("git is missing.", "Use a job image that has it."));
        // The remote's URL contains the job's token.
        say(`git ${args[0]}: ${stderr.trim().replaceAll(/\/\/[^@\s/]*@/g, "//")}`);
        resolve(undefined);
      });
    });
}
