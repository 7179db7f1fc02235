import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs git in one repository and resolves to its output. */
export type Git = (...args: string[]) => Promise<string>;

/**
 * Makes the function that runs git in `repository` and answers a server's request for a password with `token`: through
 * an environment variable, so that it appears in no argument, URL or file, and none of the user's helpers stores it.
 *
 * @param env the process's own
 */
export function createGit(repository: string, token: string, env: NodeJS.ProcessEnv): Git {
  const helpers = ["", '!f() { printf "username=oauth2\\npassword=%s\\n" "$LAB_GIT_TOKEN"; }; f'];
  const settings = helpers.flatMap((value, index) => [
    [`GIT_CONFIG_KEY_${index}`, "credential.helper"],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  const given = {
    ...env,
    ...(Object.fromEntries(settings) as Record<string, string>),
    GIT_CONFIG_COUNT: String(helpers.length),
    GIT_TERMINAL_PROMPT: "0",
    LAB_GIT_TOKEN: token,
  };
  return async (...args) => {
    const { stdout } = await run("git", args, { cwd: repository, env: given }).catch((error: unknown) => {
      const { code, stderr } = error as { code?: unknown; stderr?: string };
      if (code === "ENOENT") throw new Error("git is not installed");
      throw new Error(`git ${args[0]} in ${repository}: ${stderr?.trim() || `ended with ${String(code)}`}`);
    });
    return stdout.trim();
  };
}
