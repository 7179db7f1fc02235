import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { connect } from "node:net";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { temporaryDirectory } from "../support/temporary-directory.ts";

const run = promisify(execFile);

/** `npm run demo` with its own data folder, in its own process group. */
function startDemo(data: string) {
  const child = spawn(process.execPath, ["demo/main.ts"], { env: { ...process.env, DEMO_DATA: data } });
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => void (output.text += text));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGINT");
    return ended;
  };
  onTestFinished(async () => void (await stop()));
  return { output, ended, stop };
}

/** Processes whose environment names the data folder. */
async function processesOf(data: string): Promise<number> {
  const { stdout } = await run("sh", ["-c", `grep -lsa -- "DEMO_DATA=${data}" /proc/[0-9]*/environ | wc -l`]);
  return Number(stdout);
}

/** Whether anybody listens there who is reached from outside this machine. */
function answersAt(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    for (const event of ["error", "timeout"]) socket.once(event, () => resolve(false));
    socket.once("connect", () => resolve(socket.destroy() !== undefined));
  });
}

test.skipIf(!existsSync("/proc"))(
  "a second demo says that one runs already and leaves nothing behind; the first, on loopback only, stops whole",
  async () => {
    const data = temporaryDirectory();
    const first = startDemo(data);
    await expect.poll(() => first.output.text, { timeout: 60_000 }).toContain("Ctrl-C stops");
    const [, page = ""] = /Webhooks +(\S+)/.exec(first.output.text) ?? [];
    const [, token = ""] = /ADMIN_TOKEN: (\S+)/.exec(first.output.text) ?? [];
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${page}notifications`, { headers })).status).toBe(200);

    const second = startDemo(data);
    expect(await second.ended).toBe(1);
    expect(second.output.text).toBe(
      `A demo of this clone is already running, at ${page}. Stop it with Ctrl-C in its terminal.\n`,
    );
    expect(await processesOf(data)).toBe(3);

    const ports = [...new Set([...first.output.text.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port)))];
    const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const outside = addresses.filter(({ internal, family }) => !internal && family === "IPv4");
    const reached = outside.flatMap(({ address }) => ports.map((port) => answersAt(address, port)));
    expect(await Promise.all(reached)).not.toContain(true);
    expect(ports).toHaveLength(3);

    expect(await first.stop()).toBe(0);
    expect(await processesOf(data)).toBe(0);
  },
);
