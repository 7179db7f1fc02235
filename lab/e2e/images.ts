import { basename } from "node:path";
import { runProgram } from "./run-program.ts";

const CONTEXT = new URL("../../part-a/webhook-app", import.meta.url).pathname;

/**
 * Builds the service's and the sandbox's image and loads them onto the nodes.
 *
 * @param loader `kind` (with Docker), or a program that takes `docker build`'s options -t, --target and the folder,
 *   builds and loads
 * @throws Error if a build or a load fails; its output is on this process's own
 */
export async function buildImages(loader: string): Promise<string> {
  for (const [name, target] of [
    ["webhook-app:e2e", "service"],
    ["webhook-app-sandbox:e2e", "sandbox"],
  ] as const) {
    const build = ["-t", name, "--target", target, CONTEXT];
    if (loader !== "kind") {
      await runProgram(loader, build);
      continue;
    }
    await runProgram("docker", ["build", ...build]);
    await runProgram("kind", ["load", "docker-image", name]);
  }
  return `by ${basename(loader)}`;
}
