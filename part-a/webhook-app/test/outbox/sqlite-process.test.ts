import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { openOutbox } from "../../src/outbox/open.ts";
import { OutboxUnavailable } from "../../src/outbox/unavailable.ts";
import { startWriter } from "../../src/outbox/sqlite/writer.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { newWebhook, OPTIONS } from "./harness.ts";
import { openSqliteHarness } from "./open-sqlite-harness.ts";

const SCRIPT = fileURLToPath(new URL("accepting-process.ts", import.meta.url));

function startAccepting(path: string): ChildProcess {
  const child = spawn(process.execPath, [SCRIPT, path], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** Everything that a process wrote to its standard output, by whole lines, until it ended. */
async function linesUntilEnd(child: ChildProcess, onLine: (count: number) => void): Promise<string[]> {
  const lines: string[] = [];
  if (child.stdout === null) throw new Error("no standard output");
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    onLine(lines.length);
  }
  return lines;
}

test("a second process is refused by name", async () => {
  const { path } = await openSqliteHarness();
  const child = startAccepting(path);
  let complaint = "";
  child.stderr?.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  const [code] = await once(child, "close");
  expect(code).not.toBe(0);
  expect(complaint).toContain(`${path} is in use by another process`);
});

test("a second process is refused by name also when somebody removed the lock file, and let in when the first has ended", async () => {
  const path = join(temporaryDirectory(), "outbox.sqlite");
  const child = startAccepting(path);
  const lines = linesUntilEnd(child, () => {});
  if (child.stdout === null) throw new Error("no standard output");
  await once(child.stdout, "data");
  rmSync(`${path}.lock`);
  // And again, as whoever restarts it does: what the first try left behind must not let the next one in.
  for (let start = 1; start <= 2; start += 1) {
    await expect(openOutbox(`sqlite:${path}`, OPTIONS)).rejects.toThrow(`${path} is in use by another process`);
  }
  child.kill("SIGKILL");
  await lines;
  await (await openOutbox(`sqlite:${path}`, OPTIONS)).close();
});

test("after kill -9 the file can be opened at once, and has everything acknowledged once", async () => {
  const path = join(temporaryDirectory(), "outbox.sqlite");
  const child = startAccepting(path);
  const [opened, ...acknowledged] = await linesUntilEnd(child, (count) => {
    if (count === 300) child.kill("SIGKILL");
  });
  expect(opened).toBe("open");
  expect(acknowledged.length).toBeGreaterThanOrEqual(299);

  const outbox = await openOutbox(`sqlite:${path}`, OPTIONS);
  onTestFinished(() => outbox.close());
  for (const webhookId of acknowledged) expect(await outbox.list({ limit: 10, webhookId })).toHaveLength(1);
});

test("a writer thread that dies fails every open and later call, and is reported once", async () => {
  const lost: Error[] = [];
  const data = { path: "unused", dedupeWindowMs: 1, retentionMs: 1, maxJournal: 1 };
  const script = new URL("dying-writer.ts", import.meta.url);
  const writer = await startWriter(data, (error) => lost.push(error), script);
  const calls = await Promise.allSettled([writer.call("stats"), writer.call("stats")]);

  const gone = { status: "rejected", reason: expect.any(OutboxUnavailable) };
  expect(calls).toMatchObject([gone, gone]);
  await expect(writer.call("stats")).rejects.toThrow(/writer thread is gone: out of everything/);
  expect(lost.map(({ message }) => message)).toEqual([expect.stringContaining("out of everything")]);
  await writer.close();
});

test("a commit waits for another program that writes to the file", async () => {
  const { path, outbox, now } = await openSqliteHarness();
  const other = new DatabaseSync(path);
  onTestFinished(() => other.close());
  other.exec("BEGIN IMMEDIATE");
  const accepting = outbox.accept(newWebhook({}), now);
  const first = await Promise.race([accepting.catch(String), delay(300, "waits")]);
  other.exec("COMMIT");
  expect(first).toBe("waits");
  expect(await accepting).toMatchObject({ status: "accepted" });
});
