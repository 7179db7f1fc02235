import { setTimeout as delay } from "node:timers/promises";
import type { Rewrite } from "../test/whole-path/preload/rewrite-source.ts";
import { list } from "./drain.ts";
import { examine } from "./examine.ts";
import { holdSends } from "./held-sends.ts";
import type { Outcome } from "./outcome.ts";
import { randomFor } from "./random.ts";
import { allUp, holderOf, urlsOf } from "./replicas.ts";
import { startSender } from "./sender.ts";
import { openWorld, SECRET_TOKEN, type World } from "./world.ts";

const RECIPIENT = "alice";

/** A relay that wakes up and may write has written by then: two requests and a commit. */
const SETTLING_MS = 3_000;

/**
 * The moment at which fencing decides. A relay is frozen while it sends a message that an app refuses;
 * another one takes over and is about to post it, when the first wakes up and wants to bury it. Message ids do not help:
 * nothing is posted twice.
 */
export async function runFrozenRelay(rewrites: readonly Rewrite[]): Promise<Outcome> {
  const [refused, successors] = [1, 2];
  const sends = holdSends([refused, successors]);
  const world = await openWorld({ kind: "postgres", recipients: [RECIPIENT], rewrites, hooks: sends.hooks });
  try {
    await allUp(world.replicas);
    world.rocketChat.faults.replace([{ kind: "app_refuses", times: 1 }]);
    const sender = startSender({ urls: () => urlsOf(world.replicas), ...ONE_PUSH });
    await sender.finish();
    await sends.arrived(refused);
    const holder = await holderOf(world.replicas);
    holder?.freeze();
    sends.letIn(refused);
    await sends.arrived(successors);
    holder?.thaw();
    await untilBuried(world);
    sends.letIn(successors);
    return await examine(world, [sender], { freeze: 1 });
  } finally {
    await world.close();
  }
}

const ONE_PUSH = { recipient: RECIPIENT, first: 1, token: SECRET_TOKEN, random: randomFor(0, 0), pauseMs: 0 };

async function untilBuried({ replicas }: World): Promise<void> {
  const deadline = Date.now() + SETTLING_MS;
  while (Date.now() < deadline && !(await list(replicas, "buried"))?.length) await delay(50);
}
