import { spawn } from "node:child_process";

/** A kubectl command that failed; `stderr` is what it said. */
export class KubectlError extends Error {
  override name = "KubectlError";
  readonly stderr: string;

  constructor(command: string, stderr: string) {
    super(`${command}: ${stderr.trim()}`);
    this.stderr = stderr;
  }
}

/**
 * Runs kubectl against the current context and resolves to what it printed.
 *
 * @param input its standard input; secrets go this way, never as an argument that a process list shows
 * @throws KubectlError when it exits with anything but 0
 */
export function kubectl(args: readonly string[], input: string | Buffer = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("kubectl", args);
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => (output[stream] += text));
    }
    child.on("error", (error) => reject(new Error(`kubectl cannot be run: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) resolve(output.stdout);
      else reject(new KubectlError(`kubectl ${args.join(" ")}`, output.stderr));
    });
    child.stdin.on("error", () => undefined).end(input);
  });
}

/** Applies an object. */
export async function apply(object: object): Promise<void> {
  await kubectl(["apply", "-f", "-"], JSON.stringify(object));
}

/** The names of the Pods of `webhook-app`, those being deleted left out. */
export async function servicePods(): Promise<string[]> {
  const selector = ["-n", "webhook-app", "-l", "app.kubernetes.io/name=webhook-app"];
  const template = "{{range .items}}{{if not .metadata.deletionTimestamp}}{{.metadata.name}} {{end}}{{end}}";
  const names = await kubectl(["get", "pods", ...selector, "-o", `go-template=${template}`]);
  return names.split(" ").filter((name) => name !== "");
}

/** Waits until the Deployment has at least two Pods and all are available. */
export async function serviceReady(): Promise<void> {
  const target = ["-n", "webhook-app", "deployment/webhook-app"];
  await kubectl(["wait", ...target, "--for=jsonpath={.spec.replicas}=2", "--timeout=60s"]);
  await kubectl(["rollout", "status", ...target, "--timeout=120s"]);
}
