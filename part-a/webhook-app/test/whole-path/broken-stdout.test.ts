import { execFileSync, spawn, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { childEnvironment } from "../../testing/child-environment.ts";
import { freePort } from "../../testing/free-port.ts";
import { serviceFiles } from "../support/service-files.ts";
import { GITLAB_HEADERS, WITHOUT_ROCKET_CHAT } from "../support/start-service.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { until } from "../../testing/until.ts";
import { gitlabPush } from "../../testing/gitlab-push.ts";

const APP = fileURLToPath(new URL("../..", import.meta.url));

/** The service, its stdout as the test wants it, so that it cannot say its ports: they are chosen. */
async function start(stdout: "pipe" | number) {
  const { RECIPIENTS_FILE: _, ...files } = serviceFiles("");
  const [port, metricsPort] = [await freePort(), await freePort()];
  const env = {
    ...childEnvironment(),
    ...WITHOUT_ROCKET_CHAT,
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    ...files,
  };
  const stdio: StdioOptions = ["ignore", stdout, "inherit"];
  const child = spawn(process.execPath, ["src/main.ts"], { cwd: APP, env, stdio });
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const get = (path: string, at = port) => fetch(`http://127.0.0.1:${at}${path}`).catch(() => undefined);
  await until("the service is ready", async () => (await get("/readyz"))?.ok);
  return {
    child,
    exited,
    post: (number: number) => {
      const { body, key } = gitlabPush(number);
      const headers = { ...GITLAB_HEADERS, "idempotency-key": key };
      return fetch(`http://127.0.0.1:${port}/webhooks/gitlab`, { method: "POST", headers, body });
    },
    dropped: async () => {
      const text = (await (await get("/metrics", metricsPort))?.text()) ?? "";
      return Number(/^log_lines_dropped_total (\d+)$/m.exec(text)?.[1]);
    },
  };
}

/** A pipe that holds as much as it can, and that nobody reads. */
function fullPipe(): number {
  const path = join(temporaryDirectory(), "pipe");
  execFileSync("mkfifo", [path]);
  const reader = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(reader));
  const page = Buffer.alloc(4_096);
  try {
    for (;;) writeSync(reader, page);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
  }
  return openSync(path, "w");
}

type Started = Awaited<ReturnType<typeof start>>;

/** How it ends after it has served on and dropped lines. */
async function serveAndStop(service: Started): Promise<unknown> {
  const drops = async () => {
    for (let push = 0; push < 20; push++) expect((await service.post(push)).ok).toBe(true);
    return (await service.dropped()) > 0;
  };
  await until("it drops lines", drops, { everyMs: 100 });
  service.child.kill("SIGTERM");
  return service.exited;
}

describe("the service keeps serving, counts the lines it drops, and ends on SIGTERM, when", () => {
  test("the reader of its stdout goes away", async () => {
    const service = await start("pipe");
    service.child.stdout?.destroy();
    expect(await serveAndStop(service)).toEqual([0, null]);
  });

  test("the disk of its stdout is full", async () => {
    const service = await start(openSync("/dev/full", "w"));
    expect(await serveAndStop(service)).toEqual([0, null]);
  });
});

describe("a reader of stdout that hangs", () => {
  test("holds up neither webhooks nor the end", async () => {
    const service = await start(fullPipe());
    for (let push = 0; push < 20; push++) expect((await service.post(push)).ok).toBe(true);
    service.child.kill("SIGTERM");
    expect(await service.exited).toEqual([0, null]);
  });
});
