import type { Rewrite } from "../testing/rewrite-source.ts";
import { examine } from "./examine.ts";
import { killAtRandom } from "./killer.ts";
import type { Outcome } from "./outcome.ts";
import { randomFor } from "./random.ts";
import { anyUp, urlsOf } from "./replicas.ts";
import { startSender } from "./sender.ts";
import type { StoreKind } from "./store.ts";
import { startTrouble, type Trouble } from "./trouble.ts";
import { openWorld, SECRET_TOKEN, type World } from "./world.ts";

export interface RunOptions {
  kind: StoreKind;
  seed: number;
  kills: number;
  /** How often the leader is frozen, each time for longer than its lease. */
  freezes?: number;
  rewrites?: readonly Rewrite[];
  /** How Rocket.Chat may fail; by default in every way that must not lose anything. */
  troubles?: readonly Trouble[];
  kill?: typeof killAtRandom;
  onKill?: () => void;
}

const RECIPIENTS = ["alice", "bob", "carol", "dave"];

/** About 100 pushes a second from four senders while the service is up: some are under way at any kill. */
const PAUSE_MS = 60;

/** Runs pushes, faults and kills at the same time; then lets everything settle, and compares. */
export async function runChaos(options: RunOptions): Promise<Outcome> {
  const { kind, seed, kills, freezes = 0, rewrites = [], kill = killAtRandom } = options;
  const world = await openWorld({ kind, recipients: RECIPIENTS, rewrites });
  try {
    await anyUp(world.replicas);
    const senders = startSenders(world, seed);
    const trouble = startTrouble(world.rocketChat.faults, randomFor(seed, 1), options.troubles);
    const posted = () => world.rocketChat.ledger.messages().length;
    const progress = () => senders.reduce((sum, { acknowledged }) => sum + acknowledged.length, posted());
    const deps = { ...world, random: randomFor(seed, 0), progress, onKill: options.onKill };
    const toll = await kill(deps, kills, freezes);
    await trouble.stop();
    await Promise.all(senders.map((sender) => sender.finish()));
    return await examine(world, senders, toll);
  } finally {
    await world.close();
  }
}

function startSenders({ replicas, recipients }: World, seed: number) {
  return recipients.map((recipient, index) =>
    startSender({
      recipient,
      first: (index + 1) * 1_000_000,
      urls: () => urlsOf(replicas),
      token: SECRET_TOKEN,
      random: randomFor(seed, 10 + index),
      pauseMs: PAUSE_MS,
    }),
  );
}
