import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the Deployment requests: all that a Pod may count on when its node is busy. */
export const POD_CORES = 0.1;

const PERIOD_US = 100_000;

/** cgroup v1 has a tree for each controller. */
const V1_ROOT = "/sys/fs/cgroup/cpu";
const isV1 = existsSync(join(V1_ROOT, "cgroup.procs"));

function groupOf(pid: number): string {
  return join(isV1 ? V1_ROOT : "/sys/fs/cgroup", `webhook-app-bench-${pid}`);
}

/**
 * Holds a process to a share of a core from now until its end, by the kernel means that Kubernetes uses for a CPU limit.
 *
 * @param cores such as 0.1
 * @throws Error when it is not allowed here: it needs root and a cgroup file system that can be written
 */
export function holdToCores(pid: number, cores: number): void {
  const group = groupOf(pid);
  const quota = Math.round(PERIOD_US * cores);
  const limit: Record<string, string> = isV1
    ? { "cpu.cfs_period_us": String(PERIOD_US), "cpu.cfs_quota_us": String(quota) }
    : { "cpu.max": `${quota} ${PERIOD_US}` };
  mkdirSync(group);
  for (const [file, value] of Object.entries(limit)) writeFileSync(join(group, file), value);
  writeFileSync(join(group, "cgroup.procs"), String(pid));
}

/** Removes the group of a process that has ended. */
export function forgetQuota(pid: number): void {
  const group = groupOf(pid);
  if (existsSync(group)) rmdirSync(group);
}
