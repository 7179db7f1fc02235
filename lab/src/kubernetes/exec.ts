import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { Exec, type KubeConfig, type V1Status } from "@kubernetes/client-node";
import type { Cluster } from "./cluster.ts";

/** Makes Cluster's `exec`. */
export function createExec(config: KubeConfig): Cluster["exec"] {
  return async ({ namespace, pod, container }, command, line) => {
    const [output, errors, input] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const printed = Promise.all([text(output), text(errors)]);
    // Never closed: before channel protocol v5 (Kubernetes 1.30) that would end the program too.
    input.write(`${line}\n`);
    const status = await new Promise<V1Status>((resolve, reject) => {
      new Exec(config)
        .exec(namespace, pod, container, command, output, errors, input, false, resolve)
        .then((socket) => socket.on("close", () => reject(new Error("the connection to the container was lost"))))
        .catch((error: unknown) => reject(unreachable(`${namespace}/${pod}`, error)));
    });
    const [stdout, stderr] = await printed;
    if (status.status === "Success") return stdout;
    throw new Error(`${command[0]} in ${namespace}/${pod} failed: ${stderr.trim() || status.message}`);
  };
}

/** A failed web socket reports an event that contains the error. */
export function unreachable(where: string, error: unknown): Error {
  const { message } = error as { message?: string };
  return new Error(`no connection to ${where} through the Kubernetes API: ${message ?? String(error)}`);
}
