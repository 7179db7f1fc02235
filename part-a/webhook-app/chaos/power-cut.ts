import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { diskAfterPowerCut } from "../testing/disk.ts";
import type { Rewrite } from "../testing/rewrite-source.ts";
import { readTrace, straceCommand } from "../testing/strace.ts";
import { examine } from "./examine.ts";
import type { Outcome } from "./outcome.ts";
import { randomFor } from "./random.ts";
import { anyUp, urlsOf } from "./replicas.ts";
import { startSender } from "./sender.ts";
import { openWorld, SECRET_TOKEN, type World } from "./world.ts";

const RECIPIENT = "alice";
const PUSHES = 30;

/**
 * Runs a process on SQLite under strace while Rocket.Chat is down, and cuts the power: of its files only what was
 * synced at the last acknowledgement remains, and the service starts with that. Needs strace.
 */
export async function runPowerCut(rewrites: readonly Rewrite[]): Promise<Outcome> {
  const traces = mkdtempSync(join(tmpdir(), "webhook-app-traces-"));
  const wrapper = straceCommand(traces);
  const world = await openWorld({ kind: "sqlite", recipients: [RECIPIENT], rewrites, wrapper });
  try {
    const { port } = new URL(world.rocketChatUrl);
    await world.rocketChat.close();
    await anyUp(world.replicas);
    const sender = await post(world);
    const cutAt = Date.now();
    await world.replicas[0]?.stop();
    cutPower(world, traces, cutAt);
    await world.rocketChat.listen(Number(port));
    world.start();
    return await examine(world, [sender], { "power cut": 1 });
  } finally {
    await world.close();
    rmSync(traces, { recursive: true });
  }
}

/** Posts the pushes one by one; resolves once the last one is acknowledged. */
async function post({ replicas }: World) {
  const options = { recipient: RECIPIENT, first: 1, token: SECRET_TOKEN, random: randomFor(0, 0), pauseMs: 0 };
  const sender = startSender({ ...options, urls: () => urlsOf(replicas) });
  await sender.finish(PUSHES);
  return sender;
}

function cutPower({ store }: World, traces: string, cutAt: number): void {
  const file = store.databaseUrl.slice("sqlite:".length);
  const left = diskAfterPowerCut(readTrace(traces, file), cutAt, () => false);
  rmSync(dirname(file), { recursive: true });
  mkdirSync(dirname(file));
  for (const [path, content] of left) {
    // SQLite rebuilds the shared-memory index, and the lock belongs to the operating system.
    if (!/-shm$|\.lock/.test(path)) writeFileSync(path, content);
  }
}
