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

/** Enough for one that goes alone and a digest of the others. */
const PUSHES = 6;

/** After so long all of them are late, by the service's own clock. */
const LATE_MS = 1_500;

/**
 * The moment at which the stored membership decides. Rocket.Chat was down for a while, what was pushed meanwhile goes as
 * a digest, and the service is killed when that is posted and not yet answered. The next process must send the same
 * digest under the same id: any other wording of it would be told twice.
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

/** The first digest is stored at Rocket.Chat and never answered. */
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
