import { spawn, spawnSync } from "node:child_process";
import { dirname, join } from "node:path";

const PROGRAM = new URL("../../../node_modules/gitlab-ci-local/dist/index.js", import.meta.url).pathname;

/** gitlab-ci-local runs it for every job. */
export const withoutRsync = spawnSync("rsync", ["--version"]).error !== undefined && !process.env["CI"];

interface Options {
  args: string[];
  /** CI variables; those that GitLab predefines among them. */
  variables: Record<string, string>;
  /** Folders whose programs the jobs find first. */
  path?: string[];
}

/** Runs gitlab-ci-local in a project; jobs run in a shell on this machine, whatever their image. */
export async function gitlabCiLocal(directory: string, { args, variables, path = [] }: Options) {
  const given = Object.entries(variables).flatMap(([name, value]) => ["--variable", `${name}=${value}`]);
  const ignored = ["--ignore-predefined-vars", Object.keys(variables).join(",")];
  const options = ["--force-shell-executor", "--no-color"];
  // The lockfile's Node first: that is what the jobs' images have.
  const paths = [...path, dirname(process.execPath), process.env["PATH"] ?? ""].join(":");
  const env = { PATH: paths, HOME: join(directory, ".git") };
  return run(directory, [PROGRAM, ...options, ...ignored, ...given, ...args], env);
}

function run(
  cwd: string,
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** The jobs that a pipeline with these variables has. */
export async function listJobs(directory: string, variables: Record<string, string>, file = ".gitlab-ci.yml") {
  const { output } = await gitlabCiLocal(directory, { args: ["--list-csv", "--file", file], variables });
  const table = output.split("\n").filter((line) => /^[\w-]+;/.test(line));
  return table.slice(1).map((line) => line.split(";", 1)[0]);
}
