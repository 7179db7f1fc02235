import { spawn } from "node:child_process";

const CONTEXT = new URL("../../part-a/webhook-app", import.meta.url).pathname;

/**
 * Builds the service's and the sandbox's image and brings them onto the nodes.
 *
 * @param loader `kind` (with Docker), or a program that takes `docker build`'s options -t, --target and the folder,
 *   builds and loads
 * @throws Error when a build or a load fails; what it printed is on this process's own output
 */
export async function buildImages(loader: string): Promise<void> {
  for (const [name, target] of [
    ["webhook-app:e2e", "service"],
    ["webhook-app-sandbox:e2e", "sandbox"],
  ] as const) {
    const build = ["-t", name, "--target", target, CONTEXT];
    if (loader !== "kind") {
      await run(loader, build);
      continue;
    }
    await run("docker", ["build", ...build]);
    await run("kind", ["load", "docker-image", name]);
  }
}

function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "ignore", "inherit"] });
    child.on("error", (error) => reject(new Error(`${command} cannot be run: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}`));
    });
  });
}
