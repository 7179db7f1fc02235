import { readPipeline } from "../../src/read-pipeline.ts";
import { kubectl } from "../kubectl.ts";
import { BUILDS, jobPod, SHELL } from "./job-pod.ts";
import { packCheckout } from "./pack.ts";
import { createPullSecret } from "./registry-login.ts";

const PROJECT = `${BUILDS}/platform/api`;

/** A job's Pod with its checkout, in which the job's script can be run. */
export interface StartedJob {
  /** A command in the Pod. */
  exec: (command: string[], input?: string | Buffer) => Promise<string>;
  /** Runs the script of .gitlab-ci.yml as it stands there. */
  script: (variables: Record<string, string>) => Promise<{ code: number; log: string }>;
  end: () => Promise<void>;
}

/**
 * Starts a job's Pod by its runner's settings.
 *
 * @param run makes the Pod's name this run's
 */
export async function startJob(job: string, run: string): Promise<StartedJob> {
  const pod = jobPod(job, `${run}-${job}`);
  const { name, namespace } = pod.metadata;
  // The job's own, as setupCredentials makes it; no image of these jobs is pulled with it.
  await createPullSecret(namespace, name, { username: "gitlab-ci-token", password: run });
  await kubectl(["apply", "-f", "-"], JSON.stringify(pod));
  await kubectl(["-n", namespace, "wait", `pod/${name}`, "--for=condition=Ready", "--timeout=300s"]);
  const execIn =
    (container: string) =>
    (command: string[], input: string | Buffer = "") =>
      kubectl(["-n", namespace, "exec", "-i", name, "-c", container, "--", ...command], input);
  const exec = execIn("build");
  // In the helper container, whose files everybody may write (umask 0000 of its gitlab-runner-build).
  const checkOut = `umask 0000 && mkdir -p ${PROJECT} && tar -xf - -C ${PROJECT} && chmod -R a+rwX ${PROJECT}`;
  await execIn("helper")(["sh", "-c", checkOut], packCheckout());
  return {
    exec,
    script: (variables) => runScript(job, variables, exec),
    end: async () => void (await kubectl(["-n", namespace, "delete", "pod,secret", name, "--grace-period=2"])),
  };
}

async function runScript(job: string, variables: Record<string, string>, exec: StartedJob["exec"]) {
  const lines = readPipeline().jobs[job]?.script ?? [];
  const quote = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`);
  // In a file, as the runner does: a command that reads its standard input must not read the script.
  const script = ["set -eo pipefail", ...exports, `cd ${PROJECT}`, ...lines].join("\n");
  await exec(["sh", "-c", `cat >${BUILDS}/script`], script);
  // By way of a file: BuildKit's daemon, which is still ending, would write into the pipe after the script's last line.
  const shell = `sh -c '${SHELL[2]}' sh ${BUILDS}/script`;
  const run = `code=0; ${shell} >${BUILDS}/log 2>&1 || code=$?; cat ${BUILDS}/log; echo; echo "exit code $code"`;
  const output = await exec(["sh", "-c", run]);
  const [, log, code] = /^(.*)\nexit code (\d+)\n$/s.exec(output) ?? [];
  if (log === undefined || code === undefined) throw new Error(`the script of ${job} did not end:\n${output}`);
  return { code: Number(code), log };
}

/** A file of the checkout. */
export function fileOf({ exec }: StartedJob, path: string): Promise<string> {
  return exec(["cat", `${PROJECT}/${path}`]);
}

/** Writes a file of the checkout. */
export async function writeFileOf({ exec }: StartedJob, path: string, text: string): Promise<void> {
  await exec(["sh", "-c", `cat >${PROJECT}/${path}`], text);
}
