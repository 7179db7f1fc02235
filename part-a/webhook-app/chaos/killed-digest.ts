import { setTimeout as delay } from "node:timers/promises";
import type { SandboxHooks } from "../sandbox/options.ts";
import { isDigest } from "../testing/judge.ts";
import type { Rewrite } from "../testing/rewrite-source.ts";
import { examine } from "./examine.ts";
import type { Outcome } from "./outcome.ts";
import { randomFor } from "./random.ts";
import { allUp, urlsOf } from "./replicas.ts";
import { startSender } from "./sender.ts";
import { openWorld, SECRET_TOKEN } from "./world.ts";

const RECIPIENT = "alice";

/** Enough for one separate message and a digest of the others. */
const PUSHES = 6;

/** After this all of them are late, by the service's own clock. */
const LATE_MS = 1_500;

/**
 * The case that only a stored digest protects. Rocket.Chat was down for a while, the pushes in that time are sent as
 * a digest, and the service is killed when that is posted but not yet answered. The next process must send the same
 * digest under the same id: any other digest would deliver messages twice.
 */
export async function runKilledDigest(rewrites: readonly Rewrite[]): Promise<Outcome> {
  const { hooks, stored } = holdFirstDigest();
  const world = await openWorld({ kind: "sqlite", recipients: [RECIPIENT], rewrites, hooks });
  try {
    await allUp(world.replicas);
    world.rocketChat.faults.replace([{ kind: "down" }]);
    const sender = startSender({ urls: () => urlsOf(world.replicas), ...PUSHING });
    await sender.finish(PUSHES);
    await delay(LATE_MS);
    world.rocketChat.faults.replace([]);
    await stored;
    await world.replicas[0]?.kill();
    return await examine(world, [sender], { process: 1 });
  } finally {
    await world.close();
  }
}

/** Rocket.Chat stores the first digest and never answers. */
function holdFirstDigest(): { hooks: SandboxHooks; stored: Promise<void> } {
  const stored = Promise.withResolvers<void>();
  let held = false;

  function onStored({ msg }: { msg: string }): Promise<never> | undefined {
    if (held || !isDigest(msg)) return undefined;
    held = true;
    stored.resolve();
    return new Promise<never>(() => {});
  }

  return { hooks: { onStored }, stored: stored.promise };
}

const PUSHING = { recipient: RECIPIENT, first: 1, token: SECRET_TOKEN, random: randomFor(0, 0), pauseMs: 0 };
