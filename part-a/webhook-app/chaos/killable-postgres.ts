import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { postgresAnswers } from "../testing/postgres-answers.ts";
import { startPostgres } from "../testing/start-postgres.ts";

export interface KillablePostgres {
  url: string;
  /** The server's own process. */
  pid: () => number;
  /** Kills one of the server's processes, chosen by `pick`; false if there was none. */
  killChild: (pick: (pids: readonly number[]) => number) => boolean;
  /** Kills the server itself, which is then restarted on the same files; false if it was not up. */
  killServer: () => boolean;
  stop: () => Promise<void>;
}

/**
 * Recovery takes a second or two. A server that accepts no connection for longer than this is killed and restarted, as
 * by a probe: PostgreSQL 18.4 stays "in recovery mode" forever if some of its processes are killed while it recovers.
 */
const HUNG_MS = 20_000;

/** A supervised PostgreSQL that can be killed, with its default durability. */
export async function startKillablePostgres({ hungMs = HUNG_MS, onHung = sayHung } = {}): Promise<KillablePostgres> {
  const { url, directory, pid, kill, start, stop } = await startPostgres();
  const pidFile = join(directory, "data", "postmaster.pid");
  const stopping = new AbortController();
  let up = true;
  let answeredAt = performance.now();

  function killServer(): boolean {
    if (!up || !existsSync(pidFile)) return false;
    up = false;
    kill();
    return true;
  }

  async function supervise(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (performance.now() - answeredAt > hungMs && killServer()) onHung();
      // A server whose process is killed during recovery gives up and removes this file.
      if (!up || !existsSync(pidFile)) {
        up = false;
        await start();
        up = true;
        answeredAt = performance.now();
      }
      await delay(50);
    }
  }

  async function probe(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (await postgresAnswers(url)) answeredAt = performance.now();
      await delay(hungMs / 20);
    }
  }

  const supervising = Promise.all([supervise(), probe()]);
  return {
    url,
    pid,
    killChild(pick) {
      const children = up && existsSync(pidFile) ? childrenOf(pid()) : [];
      return children.length > 0 && killIfThere(pick(children));
    },
    killServer,
    async stop() {
      stopping.abort();
      await supervising;
      await stop();
    },
  };
}

function sayHung(): void {
  process.stderr.write("PostgreSQL accepted no connections any more: it is killed and restarted.\n");
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
    // It has exited since it was listed.
    return false;
  }
}
