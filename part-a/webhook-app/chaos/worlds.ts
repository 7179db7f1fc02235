import { runChaos } from "./chaos-run.ts";
import type { ChaosOptions } from "./options.ts";
import { describe, flawsOf, killsOf, type Outcome } from "./outcome.ts";

/** Two worlds of each kind keep two cores busy: a killed service takes half a second to start. */
const WORLDS_PER_STORE = 2;

/** A frozen relay costs 12 s, so a few are enough. */
const KILLS_PER_FREEZE = 60;

/**
 * Runs independent worlds in parallel and prints each one's figures and the total. Returns whether all were flawless.
 */
export async function runWorlds({ seed, kills, stores }: ChaosOptions): Promise<boolean> {
  const kinds = stores.flatMap((kind) => Array.from({ length: WORLDS_PER_STORE }, () => kind));
  const startedAt = performance.now();
  const onKill = countAloud();
  const outcomes = await Promise.all(
    kinds.map(async (kind, index) => {
      const share = Math.ceil(kills / kinds.length);
      const freezes = kind === "postgres" ? Math.ceil(share / KILLS_PER_FREEZE) : 0;
      const outcome = await runChaos({ kind, seed: seed * 10 + index, kills: share, freezes, onKill });
      process.stdout.write(`${describe(`${kind} ${index + 1}`, outcome)}\n`);
      return outcome;
    }),
  );
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const total = outcomes.reduce(sum);
  process.stdout.write(`${describe(`total in ${seconds} s`, total)}\n`);
  return flawsOf(total).length === 0 && killsOf(total) >= kills;
}

/** Reports every hundredth kill on stderr: a long run takes minutes. */
function countAloud(): () => void {
  let kills = 0;
  return () => {
    kills += 1;
    if (kills % 100 === 0) process.stderr.write(`${kills} kills\n`);
  };
}

function sum(one: Outcome, other: Outcome): Outcome {
  const toll = { ...one.toll };
  for (const [victim, count] of Object.entries(other.toll)) {
    toll[victim as keyof typeof toll] = (toll[victim as keyof typeof toll] ?? 0) + count;
  }
  return {
    toll,
    acknowledged: one.acknowledged + other.acknowledged,
    posted: one.posted + other.posted,
    digests: one.digests + other.digests,
    lost: [...one.lost, ...other.lost],
    duplicated: [...one.duplicated, ...other.duplicated],
    outOfOrder: [...one.outOfOrder, ...other.outOfOrder],
    misreported: [...one.misreported, ...other.misreported],
    crashed: [...one.crashed, ...other.crashed],
  };
}
