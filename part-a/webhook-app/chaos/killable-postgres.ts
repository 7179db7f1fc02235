import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startPostgres } from "../test/support/start-postgres.ts";

export interface KillablePostgres {
  url: string;
  /** Kills one of the server's processes, chosen by `pick`; false when there was none. */
  killChild: (pick: (pids: readonly number[]) => number) => boolean;
  /** Kills the server itself, which is then started again on the same files; false when it was not up. */
  killServer: () => boolean;
  stop: () => Promise<void>;
}

/** A PostgreSQL of its own, with its durability as shipped, that can be killed and is supervised. */
export async function startKillablePostgres(): Promise<KillablePostgres> {
  const { url, directory, pid, kill, start, stop } = await startPostgres();
  const pidFile = join(directory, "data", "postmaster.pid");
  const stopping = new AbortController();
  let up = true;

  async function supervise(): Promise<void> {
    while (!stopping.signal.aborted) {
      // A server whose process is killed while it recovers gives up, and takes this file along.
      if (!up || !existsSync(pidFile)) {
        up = false;
        await start();
        up = true;
      }
      await delay(50);
    }
  }

  const supervising = supervise();
  return {
    url,
    killChild(pick) {
      const children = up && existsSync(pidFile) ? childrenOf(pid()) : [];
      return children.length > 0 && killIfThere(pick(children));
    },
    killServer() {
      if (!up || !existsSync(pidFile)) return false;
      up = false;
      kill();
      return true;
    },
    async stop() {
      stopping.abort();
      await supervising;
      await stop();
    },
  };
}

function childrenOf(parent: number): number[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined ? [pid] : []));
}

function killIfThere(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself since it was listed.
    return false;
  }
}
