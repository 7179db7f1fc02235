import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The Deployment's CPU request: all that a Pod gets for certain on a busy node. */
export const POD_CORES = 0.1;

const PERIOD_US = 100_000;

/** cgroup v1 has a tree for each controller. */
const V1_ROOT = "/sys/fs/cgroup/cpu";
const isV1 = existsSync(join(V1_ROOT, "cgroup.procs"));

function groupOf(pid: number): string {
  return join(isV1 ? V1_ROOT : "/sys/fs/cgroup", `webhook-app-bench-${pid}`);
}

/**
 * Limits a process to a share of a core until its end, with the kernel feature that Kubernetes uses for CPU limits.
 *
 * @param cores such as 0.1
 * @throws Error if it is not allowed here: it needs root and a writable cgroup file system
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

/** Removes the cgroup of a process that has exited. */
export function forgetQuota(pid: number): void {
  const group = groupOf(pid);
  if (existsSync(group)) rmdirSync(group);
}
