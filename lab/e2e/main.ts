/**
 * Tests the service and its pipeline on a real cluster, the current kube context: image from the Dockerfile, restricted
 * namespace, PostgreSQL, the sandbox in Rocket.Chat's place, a registry in GitLab's. Can be repeated. `--help` lists
 * what it needs.
 */
import { runCommand } from "../src/command.ts";
import { chosenParts, type Part, PARTS } from "./parts.ts";
import { expectRequirements, requirementsText } from "./requirements.ts";

declare module "vitest" {
  interface ProvidedContext {
    parts: readonly Part[];
    /** Where the run is written. */
    folder: string;
  }
}

const USAGE = `usage: make e2e ARGS="[PART...]"
Proves the parts that are named (${PARTS.join(", ")}), or all, on the cluster of the current kube context, and removes in the
end what it has made; KEEP=1 leaves it. The scaling part writes its run to docs/runs/DAY, or to RUN_FOLDER. It needs:
`;

await runCommand(async () => {
  const names = process.argv.slice(2);
  if (names.includes("--help")) return void process.stdout.write(`${USAGE}${requirementsText(PARTS)}`);
  const parts = chosenParts(names);
  await expectRequirements(parts);
  const { RUN_FOLDER, KEEP } = process.env;
  const day = new Date().toISOString().slice(0, 10);
  const folder = RUN_FOLDER ?? new URL(`../../docs/runs/${day}`, import.meta.url).pathname;
  const project = ["set-up", ...parts, ...(KEEP ? [] : ["removal"])];
  // Not before: help and what is missing need none of it.
  const { startVitest } = await import("vitest/node");
  await startVitest("test", [], { root: import.meta.dirname, run: true, project, provide: { parts, folder } });
});
