import { spawn } from "node:child_process";
import { until } from "../src/until.ts";

/** Longer than anything that is waited for: a command whose connection hangs is given up. */
const LIMIT_MINUTES = 20;

/** A failed kubectl command; `stderr` is its error output. */
export class KubectlError extends Error {
  override name = "KubectlError";
  readonly stderr: string;

  constructor(command: string, stderr: string) {
    super(`${command}: ${stderr.trim()}`);
    this.stderr = stderr;
  }
}

/**
 * Runs kubectl against the current context and resolves to its output.
 *
 * @param input its standard input; secrets are passed here, never as an argument that a process list shows
 * @throws KubectlError when it exits with anything but 0
 */
export function kubectl(args: readonly string[], input: string | Buffer = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("kubectl", args, { timeout: LIMIT_MINUTES * 60_000 });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => (output[stream] += text));
    }
    child.on("error", (error) => reject(new Error(`kubectl cannot be run: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code === 0) return resolve(output.stdout);
      const said = signal ? `ended by ${signal}; it may run for ${LIMIT_MINUTES} minutes\n` : "";
      reject(new KubectlError(`kubectl ${args.join(" ")}`, said + output.stderr));
    });
    child.stdin.on("error", () => undefined).end(input);
  });
}

/** Applies an object. */
export async function apply(object: object): Promise<void> {
  await kubectl(["apply", "-f", "-"], JSON.stringify(object));
}

/** Waits until the HPA has scaled the Deployment to two or more Pods, and all are available. */
export async function serviceReady(): Promise<void> {
  const target = ["-n", "webhook-app", "deployment/webhook-app"];
  await until("the Deployment webhook-app is given two replicas by its HPA", 60, async () => {
    return Number(await kubectl(["get", ...target, "-o", "jsonpath={.spec.replicas}"])) >= 2;
  });
  await kubectl(["rollout", "status", ...target, "--timeout=120s"]);
}
