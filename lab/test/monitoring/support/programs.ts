import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const isThere = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;

/** Without promtool its tests are skipped by name; in CI a missing one is a failure. It is in Debian's `prometheus`. */
export const withoutPromtool = !isThere("promtool", "--version") && process.env["CI"] === undefined;

/** It renders kustomizations; here what it is given is tested without it, too. */
export const withoutKubectl = !isThere("kubectl", "kustomize", "--help");

/**
 * A folder with the charts that the values files name, their subcharts in charts/. Rendering needs it and helm; elsewhere
 * what is committed of the charts (their keys, the rendered adapter) is tested.
 */
export const charts = process.env["HELM_CHARTS"];
export const withoutHelm = charts === undefined || !isThere("helm", "version");

/** Runs a program and returns what it printed; of one that fails, the error says both outputs. */
export function run(program: string, args: string[], input = ""): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, encoding: "utf8" });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${String(status)}:\n${stdout}${stderr}`);
  return stdout;
}

/** Calls `work` with the path of an empty folder, which is gone afterwards. */
export function inTemporaryFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "monitoring-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
