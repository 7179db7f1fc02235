import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PERIOD_US = 100_000;

/**
 * Holds a process to a share of a core from now until its end, by the kernel means that Kubernetes uses for a CPU limit.
 *
 * @param cores such as 0.1
 * @throws Error when it is not allowed here: it needs root and a cgroup file system that can be written
 */
export function holdToCores(pid: number, cores: number): void {
  const quota = Math.round(PERIOD_US * cores);
  const name = `webhook-app-bench-${pid}`;
  if (existsSync("/sys/fs/cgroup/cpu/cgroup.procs")) {
    const group = join("/sys/fs/cgroup/cpu", name);
    mkdirSync(group);
    writeFileSync(join(group, "cpu.cfs_period_us"), String(PERIOD_US));
    writeFileSync(join(group, "cpu.cfs_quota_us"), String(quota));
    writeFileSync(join(group, "cgroup.procs"), String(pid));
  } else {
    const group = join("/sys/fs/cgroup", name);
    mkdirSync(group);
    writeFileSync(join(group, "cpu.max"), `${quota} ${PERIOD_US}`);
    writeFileSync(join(group, "cgroup.procs"), String(pid));
  }
}

/** Removes the group of a process that has ended. */
export function forgetQuota(pid: number): void {
  for (const root of ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup"]) {
    const group = join(root, `webhook-app-bench-${pid}`);
    if (existsSync(group)) rmdirSync(group);
  }
}
