import { readPipeline } from "../../src/read-pipeline.ts";
import { apply, kubectl } from "../kubectl.ts";
import { type Exec, readIn, unpackIn, writeIn } from "./container-files.ts";
import { BUILDS, jobPod, SHELL } from "./job-pod.ts";
import { packCheckout } from "./pack.ts";
import { createPullSecret } from "./registry-login.ts";

const PROJECT = `${BUILDS}/platform/api`;

/** A job's Pod with its checkout, in which the job's script can be run. */
export interface StartedJob {
  /** Runs a command in the Pod. */
  exec: Exec;
  /** Runs the job's unchanged script of .gitlab-ci.yml. */
  script: (variables: Record<string, string>) => Promise<{ code: number; log: string }>;
  end: () => Promise<void>;
}

/**
 * Starts a job's Pod with its runner's settings.
 *
 * @param run makes the Pod's name unique to this run
 */
export async function startJob(job: string, run: string): Promise<StartedJob> {
  const pod = jobPod(job, `${run}-${job}`);
  const { name, namespace } = pod.metadata;
  // The job's own login, as setupCredentials creates it; these jobs' images are not pulled with it.
  await createPullSecret(namespace, name, { username: "gitlab-ci-token", password: run });
  await apply(pod);
  await kubectl(["-n", namespace, "wait", `pod/${name}`, "--for=condition=Ready", "--timeout=300s"]);
  const execIn =
    (container: string): Exec =>
    (command, input) =>
      kubectl(["-n", namespace, "exec", "-i", name, "-c", container, "--", ...command], input);
  await unpackIn(execIn("helper"), PROJECT, packCheckout());
  const exec = execIn("build");
  return {
    exec,
    script: (variables) => runScript(job, variables, exec),
    end: async () => void (await kubectl(["-n", namespace, "delete", "pod,secret", name, "--grace-period=2"])),
  };
}

async function runScript(job: string, variables: Record<string, string>, exec: Exec) {
  const lines = readPipeline().jobs[job]?.script ?? [];
  const quote = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`);
  // In a file, as the runner does: a command that reads its standard input must not read the script.
  const script = ["set -eo pipefail", ...exports, `cd ${PROJECT}`, ...lines].join("\n");
  await writeIn(exec, `${BUILDS}/script`, script);
  // Through a file: BuildKit's daemon, which is still stopping, would write to the pipe after the script's last line.
  const shell = `sh -c '${SHELL[2]}' sh ${BUILDS}/script`;
  const run = `code=0; ${shell} >${BUILDS}/log 2>&1 || code=$?; cat ${BUILDS}/log; echo; echo "exit code $code"`;
  const output = await exec(["sh", "-c", run]);
  const [, log, code] = /^(.*)\nexit code (\d+)\n$/s.exec(output) ?? [];
  if (log === undefined || code === undefined) throw new Error(`the script of ${job} did not end:\n${output}`);
  return { code: Number(code), log };
}

/** A file of the checkout. */
export function fileOf({ exec }: StartedJob, path: string): Promise<string> {
  return readIn(exec, `${PROJECT}/${path}`);
}

/** Writes a file of the checkout. */
export function writeFileOf({ exec }: StartedJob, path: string, text: string): Promise<void> {
  return writeIn(exec, `${PROJECT}/${path}`, text);
}
