import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { shellOf, type Userland } from "../../support/userlands.ts";
import { writePrograms } from "./programs.ts";
import { createProject } from "./project.ts";

interface Run {
  /** Below the repository's root, with its arguments. */
  script: string[];
  /** What the checkout has beside the pipeline. */
  files: string[];
  variables: Record<string, string>;
  programs: Record<string, string>;
  /** Called before the script, with the checkout. */
  prepare?: (directory: string) => void;
}

/** Runs one of .ci's scripts in a checkout, with a userland's programs and stand-ins, and nothing else, on its PATH. */
export function runScript(userland: Userland, { script, files, variables, programs, prepare }: Run) {
  const project = createProject(...files);
  prepare?.(project.directory);
  const records = join(project.directory, ".git");
  const path = writePrograms(project, programs);
  const env = { PATH: `${path}:${userland.path}`, HOME: records, RECORDS: records, ...variables };
  const [program, shellArgs] = shellOf(userland);
  const { status, stdout, stderr } = spawnSync(program, [...shellArgs, ...script], {
    cwd: project.directory,
    env,
    encoding: "utf8",
  });
  const record = (name: string) => (existsSync(join(records, name)) ? readFileSync(join(records, name), "utf8") : "");
  return { code: status, output: stdout + stderr, record, calls: record("calls").trim().split("\n"), project };
}
