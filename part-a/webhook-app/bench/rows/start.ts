import { spawn } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../testing/free-port.ts";
import { atMost, withSpread, type Figure, type Row } from "../figure.ts";
import { median } from "../median.ts";
import { NO_CHAT, serviceEnvironment } from "../processes/service.ts";
import type { Workbench } from "../workbench.ts";

/** A start takes a tenth of a second, so there is time for several. */
const STARTS_PER_ROUND = 5;

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const BARE = "require('node:http').createServer((q,r)=>r.end('ok')).listen(process.env.PORT)";

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ port, host: "127.0.0.1", path: "/readyz", agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("error", () => resolve(false));
  });
}

/** Milliseconds from the spawn to the first 2xx. Stops it with SIGTERM, so that Node writes its compile cache. */
async function startMilliseconds(args: string[], env: Record<string, string>): Promise<number> {
  const port = await freePort();
  const start = performance.now();
  const child = spawn(process.execPath, args, { env: { ...env, PORT: String(port) }, stdio: "ignore" });
  const exited = once(child, "exit");
  while (!(await answers(port))) await sleep(1);
  const milliseconds = performance.now() - start;
  child.kill("SIGTERM");
  await exited;
  return milliseconds;
}

async function startService(bench: Workbench): Promise<number> {
  const env = serviceEnvironment(bench, await bench.newStore("SQLite"), NO_CHAT);
  const asInTheImage = {
    NODE_COMPILE_CACHE: join(bench.directory, "compile-cache"),
    NODE_OPTIONS: "--preserve-symlinks",
  };
  return startMilliseconds([MAIN], { ...env, ...asInTheImage });
}

/** Start to first 2xx, on a new SQLite file, with Node's compile cache and options as the image has them. */
export const startRow: Row = {
  name: "start",
  async measure(bench): Promise<Figure[]> {
    await startService(bench);
    const service: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < bench.effort.rounds * STARTS_PER_ROUND; round++) {
      bare.push(await startMilliseconds(["--eval", BARE], {}));
      service.push(await startService(bench));
    }
    const from = `${withSpread(service, " ms")} against ${withSpread(bare, " ms")}`;
    return [atMost("start to first 2xx / bare node:http", median(service) / median(bare), 4, from)];
  },
};
