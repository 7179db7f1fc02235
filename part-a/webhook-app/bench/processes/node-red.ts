import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../../testing/free-port.ts";
import { until } from "../../testing/until.ts";
import type { Workbench } from "../workbench.ts";

export const NODE_RED = "node-red@5.0.7";

const INSTALL_WITHIN_MS = 180_000;

/** Installs it outside the repository; undefined if that fails. */
export async function installNodeRed({ directory }: Workbench): Promise<string | undefined> {
  const prefix = join(directory, "node-red");
  mkdirSync(prefix);
  const args = ["install", "--prefix", prefix, "--no-audit", "--no-fund", NODE_RED];
  try {
    await promisify(execFile)("npm", args, { timeout: INSTALL_WITHIN_MS });
    return prefix;
  } catch {
    return undefined;
  }
}

/** Receives, builds the message, posts it, answers: no authentication, no validation, no store. */
function flow(chatOrigin: string) {
  const build = [
    "const p = msg.payload;",
    "msg.headers = {'content-type': 'application/json', 'x-auth-token': 'token', 'x-user-id': 'bot'};",
    "const commits = p.commits.slice(-10).map((c) => `${c.id} ${c.title}`).join('\\n');",
    "const text = `${p.user_name} pushed ${p.after} to ${p.ref}\\n${commits}`;",
    "msg.payload = {message: {_id: p.after, rid: 'room', msg: text}};",
    "return msg;",
  ];
  const at = { z: "bench", x: 0, y: 0 };
  return [
    { id: "bench", type: "tab", label: "bench" },
    { id: "in", type: "http in", url: "/webhooks/gitlab", method: "post", wires: [["build"]], ...at },
    { id: "build", type: "function", func: build.join("\n"), outputs: 1, wires: [["send"]], ...at },
    {
      id: "send",
      type: "http request",
      method: "POST",
      ret: "obj",
      url: `${chatOrigin}/api/v1/chat.sendMessage`,
      persist: true,
      wires: [["accepted"]],
      ...at,
    },
    { id: "accepted", type: "http response", statusCode: "202", wires: [], ...at },
  ];
}

/** Starts it with a flow that does the service's job without durability. */
export async function startNodeRed({ directory }: Workbench, prefix: string, chatOrigin: string) {
  const port = await freePort();
  const flowFile = join(directory, `flow-${port}.json`);
  writeFileSync(flowFile, JSON.stringify(flow(chatOrigin)));
  const settings = join(directory, `settings-${port}.cjs`);
  writeFileSync(settings, 'module.exports = { logging: { console: { level: "off" } }, credentialSecret: false };');
  const red = join(prefix, "node_modules", "node-red", "red.js");
  const args = [red, "--userDir", join(directory, `user-${port}`), "--settings", settings, "--port", String(port)];
  const child = spawn(process.execPath, [...args, flowFile], { stdio: "ignore" });
  const exited = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  const url = `http://127.0.0.1:${port}/webhooks/gitlab`;
  await untilPosted(url).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, [Symbol.asyncDispose]: stop };
}

async function untilPosted(url: string): Promise<void> {
  const push = { method: "POST", headers: { "content-type": "application/json" }, body: '{"commits":[]}' };
  await until("Node-RED starts", async () => (await fetch(url, push).catch(() => undefined))?.status === 202, {
    everyMs: 100,
  });
}
