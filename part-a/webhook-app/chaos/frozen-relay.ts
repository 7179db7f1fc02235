import { setTimeout as delay } from "node:timers/promises";
import type { Rewrite } from "../testing/rewrite-source.ts";
import { list } from "./drain.ts";
import { examine } from "./examine.ts";
import { holdSends } from "./held-sends.ts";
import type { Outcome } from "./outcome.ts";
import { randomFor } from "./random.ts";
import { allUp, holderOf, urlsOf } from "./replicas.ts";
import { startSender } from "./sender.ts";
import { openWorld, SECRET_TOKEN, type World } from "./world.ts";

const RECIPIENT = "alice";

/** Enough for a resumed relay to write if it can, even on a busy machine: a few requests and commits. */
const SETTLING_MS = 10_000;

/** After this everything is late, by the service's own clock. */
const LATE_MS = 1_500;

/** What is being sent when the relay is frozen. Sends are counted from 1. */
interface Scene {
  pushes: number;
  /** A send that is held until all is late. */
  delayed?: number;
  /** The frozen relay's send, which an app prevents. */
  refused: number;
  /** The same send, by the relay that took over. */
  successors: number;
  /** What a resumed relay does if it does not know that it is no longer the leader. */
  wrong: (world: World) => Promise<boolean>;
}

const MESSAGE: Scene = {
  pushes: 1,
  refused: 1,
  successors: 2,
  wrong: async ({ replicas }) => Boolean((await list(replicas, "buried"))?.length),
};

/** The first two go separately: one at once, and one that shows that no earlier leader has anything under way. */
const DIGEST: Scene = {
  pushes: 6,
  delayed: 1,
  refused: 3,
  successors: 4,
  wrong: async ({ rocketChat }) => rocketChat.ledger.messages().length > 2,
};

/**
 * The case that only fencing protects. A relay is frozen while it sends a message that an app prevents;
 * another one takes over and is about to post it when the first resumes and tries to bury it. Message ids do not help:
 * nothing is posted twice.
 */
export const runFrozenRelay = (rewrites: readonly Rewrite[]): Promise<Outcome> => freezeWhileSending(MESSAGE, rewrites);

/**
 * The same with a digest: the first relay tries to dissolve it and to send its messages one by one, which would deliver
 * them twice.
 */
export const runFrozenDigest = (rewrites: readonly Rewrite[]): Promise<Outcome> => freezeWhileSending(DIGEST, rewrites);

/**
 * A takeover takes 7 to 11 s. If the request that is open meanwhile had its usual 10 s, it would be random whether the
 * resumed relay gets the rejection or a timeout.
 */
const PATIENT: Rewrite = {
  file: "src/rocketchat/rocket-chat.ts",
  from: "timeoutMs = 10_000",
  to: "timeoutMs = 60_000",
};

async function freezeWhileSending(scene: Scene, safetiesOut: readonly Rewrite[]): Promise<Outcome> {
  const { delayed, refused, successors } = scene;
  const sends = holdSends(delayed === undefined ? [refused, successors] : [delayed, refused, successors]);
  const rewrites = [PATIENT, ...safetiesOut];
  const world = await openWorld({ kind: "postgres", recipients: [RECIPIENT], rewrites, hooks: sends.hooks });
  try {
    await allUp(world.replicas);
    const sender = await pushSome(world, scene.pushes);
    if (delayed !== undefined) await delay(LATE_MS).then(() => sends.letIn(delayed));
    await sends.arrived(refused);
    const holder = await holderOf(world.replicas);
    holder?.freeze();
    world.rocketChat.faults.replace([{ kind: "app_prevents", times: 1 }]);
    sends.letIn(refused);
    await sends.arrived(successors);
    holder?.thaw();
    await untilWrong(world, scene);
    sends.letIn(successors);
    return await examine(world, [sender], { freeze: 1 });
  } finally {
    await world.close();
  }
}

async function pushSome({ replicas }: World, count: number) {
  const sender = startSender({ urls: () => urlsOf(replicas), ...PUSHING });
  await sender.finish(count - 1);
  return sender;
}

const PUSHING = { recipient: RECIPIENT, first: 1, token: SECRET_TOKEN, random: randomFor(0, 0), pauseMs: 0 };

async function untilWrong(world: World, { wrong }: Scene): Promise<void> {
  const deadline = Date.now() + SETTLING_MS;
  while (Date.now() < deadline && !(await wrong(world))) await delay(50);
}
