import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serviceFiles } from "../support/service-files.ts";
import { WITHOUT_ROCKET_CHAT } from "../support/start-service.ts";
import { spawnService } from "../support/spawn-service.ts";

/** Makes a command the first process of a PID namespace, as a container does: the kernel spares it what it does not hear. */
const FIRST = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];
const [unshare = "", ...flags] = FIRST;
const mayUnshare = spawnSync(unshare, [...flags, "true"]).status === 0;

const PRELOAD = join(import.meta.dirname, "preload/stop-at.ts");

function startFirst(more: { nodeArgs?: string[]; env?: Record<string, string> } = {}) {
  const { RECIPIENTS_FILE: _, ...files } = serviceFiles("");
  const env = { ...WITHOUT_ROCKET_CHAT, ...files, ...more.env };
  return spawnService({ ...more, env, wrapper: FIRST });
}

// Root may make namespaces, elsewhere nobody may.
test.skipIf(!mayUnshare).each([
  ["while Node starts", ""],
  ["while the command line is read", "/src/command-line.ts"],
  ["while the configuration is read", "/src/config.ts"],
  ["while the store opens", "/src/wiring.ts"],
])("SIGTERM to a container's first process %s ends it with 0", async (_, STOP_AT) => {
  const service = startFirst({ nodeArgs: ["--import", PRELOAD], env: { STOP_AT } });
  expect(await service.ended).toEqual({ code: 0, signal: null });
  expect(service.output.stderr).toBe("");
  // Node calls the handler when its event loop turns, which may be when the service has just started.
  const events = service.logLines().map(({ event }) => event);
  expect([[], ["started", "stopping", "stopped"]]).toContainEqual(events);
});

test.skipIf(!mayUnshare)("SIGTERM to a container's first process that serves stops it in order", async () => {
  const service = startFirst();
  await expect.poll(() => service.output.stdout, { timeout: 20_000 }).toContain('"event":"started"');
  process.kill(Number(readFileSync(`/proc/${service.pid}/task/${service.pid}/children`, "utf8")), "SIGTERM");
  expect(await service.ended).toEqual({ code: 0, signal: null });
  expect(service.logLines().map(({ event }) => event)).toEqual(["started", "stopping", "stopped"]);
});
