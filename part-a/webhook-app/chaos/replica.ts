import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { ServiceProcessOptions } from "../testing/service-process.ts";
import { spawnApp, type Addresses, type App } from "./spawn-app.ts";

/** The service as a supervised process: whenever it exits it is restarted, as by Kubernetes and systemd. */
export interface Replica {
  /** Its URL; undefined while it starts. */
  url: () => string | undefined;
  /** Whether it is the leader; false if it does not answer. */
  leads: () => Promise<boolean>;
  /** SIGKILL; resolves when the process is gone. */
  kill: () => Promise<void>;
  freeze: () => void;
  thaw: () => void;
  frozen: () => boolean;
  /** Its output whenever it exited without being killed. */
  crashes: readonly string[];
  stop: () => Promise<void>;
}

export function startReplica(options: ServiceProcessOptions): Replica {
  const crashes: string[] = [];
  const stopping = new AbortController();
  let app: App;
  let addresses: Addresses | undefined;
  let frozen = false;

  async function superviseOne(): Promise<void> {
    app = spawnApp(options, (found) => (addresses = found));
    const [code, signal] = (await once(app.child, "close")) as [number | null, string | null];
    const unwritten = options.rewrites?.find(({ file }) => !app.said().includes(`rewrote ${file}\n`));
    if (unwritten && addresses) crashes.push(`the control did not rewrite ${unwritten.file}`);
    addresses = undefined;
    if (signal === "SIGKILL") return;
    crashes.push(`ended with ${signal ?? code}: ${app.said().slice(-500)}`);
    await delay(200);
  }

  async function supervise(): Promise<void> {
    while (!stopping.signal.aborted) await superviseOne();
  }

  const supervising = supervise();
  // However the chaos ends, no process is left behind, not even a frozen one.
  const killNow = () => void app.child.kill("SIGKILL");
  process.once("exit", killNow);

  async function kill(): Promise<void> {
    const { child } = app;
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    frozen = false;
  }

  return {
    url: () => addresses?.url,
    leads: async () => addresses !== undefined && leadsAt(addresses.metricsUrl),
    kill,
    freeze: () => (frozen = app.child.kill("SIGSTOP")),
    thaw() {
      app.child.kill("SIGCONT");
      frozen = false;
    },
    frozen: () => frozen,
    crashes,
    async stop() {
      stopping.abort();
      process.off("exit", killNow);
      await kill();
      await supervising;
    },
  };
}

async function leadsAt(metricsUrl: string): Promise<boolean> {
  try {
    const answer = await fetch(metricsUrl, { signal: AbortSignal.timeout(1_000) });
    return /^relay_leader 1$/m.test(await answer.text());
  } catch {
    return false;
  }
}
