import { execFile } from "node:child_process";
import { CommandFailure } from "../shared/command-failure.ts";

/** Runs git and resolves to what it printed, or to undefined when it failed. */
export type Git = (...args: string[]) => Promise<string | undefined>;

/** Twenty messages of the longest that anybody has written; more is an accident. */
const MOST_OUTPUT = 64 * 1024 * 1024;

/**
 * git in one directory.
 *
 * @param say takes a line for the log about each failure
 */
export function gitIn(directory: string, say: (line: string) => void): Git {
  return (...args) =>
    new Promise((resolve, reject) => {
      execFile("git", args, { cwd: directory, maxBuffer: MOST_OUTPUT }, (error, stdout, stderr) => {
        if (!error) return resolve(stdout);
        // Without git there is nothing to tell; a failed command has something to fall back to.
        if (error.code === "ENOENT")
          return reject(new CommandFailure("git is missing.", "Use an image for the job that has it."));
        // The remote's address holds the job's token.
        say(`git ${args[0]}: ${stderr.trim().replaceAll(/\/\/[^@\s/]*@/g, "//")}`);
        resolve(undefined);
      });
    });
}
