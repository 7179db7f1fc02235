import { runChaos } from "./chaos-run.ts";
import { runFrozenDigest, runFrozenRelay } from "./frozen-relay.ts";
import { runKilledDigest } from "./killed-digest.ts";
import { killDatabaseFirst } from "./killer.ts";
import type { ChaosOptions } from "./options.ts";
import { describe, flawsOf, type Outcome } from "./outcome.ts";
import { runPowerCut } from "./power-cut.ts";
import { ANSWER_BEFORE_COMMIT, NO_FENCING, NO_FSYNC, NO_MESSAGE_ID, NO_STORED_DIGEST } from "./safeties.ts";
import { FAILS_AFTER_STORING } from "./trouble.ts";

/** A run without one safety, and the flaw that the check must then find; no flaw if nothing is removed. */
interface Control {
  name: string;
  flaw?: string;
  run: (seed: number) => Promise<Outcome>;
}

const CONTROLS: Control[] = [
  {
    name: "no message id",
    flaw: "duplicated",
    run: (seed) =>
      runChaos({ kind: "sqlite", seed, kills: 10, rewrites: NO_MESSAGE_ID, troubles: [FAILS_AFTER_STORING] }),
  },
  {
    name: "answer before commit",
    flaw: "lost",
    run: (seed) =>
      runChaos({ kind: "postgres", seed, kills: 3, kill: killDatabaseFirst, rewrites: ANSWER_BEFORE_COMMIT }),
  },
  { name: "no fencing", flaw: "misreported", run: () => runFrozenRelay(NO_FENCING) },
  { name: "the same frozen relay, fenced", run: () => runFrozenRelay([]) },
  { name: "no fencing of a digest", flaw: "duplicated", run: () => runFrozenDigest(NO_FENCING) },
  { name: "the same frozen digest, fenced", run: () => runFrozenDigest([]) },
  { name: "digests not stored", flaw: "duplicated", run: () => runKilledDigest(NO_STORED_DIGEST) },
  { name: "the same kill, the digest stored", run: () => runKilledDigest([]) },
  { name: "fsync off", flaw: "lost", run: () => runPowerCut(NO_FSYNC) },
  { name: "the same power cut, fsync on", run: () => runPowerCut([]) },
];

/** Runs each control and prints whether the check found what it must. Returns whether it did in all. */
export async function runControls({ seed }: Pick<ChaosOptions, "seed">): Promise<boolean> {
  let passed = true;
  for (const { name, flaw, run } of CONTROLS) {
    const outcome = await run(seed);
    const flaws = flawsOf(outcome);
    const asExpected = flaw === undefined ? flaws.length === 0 : flaws.includes(flaw) && !flaws.includes("crashed");
    const verdict = flaw === undefined ? (asExpected ? "flawless" : "FLAWED") : asExpected ? "caught" : "NOT CAUGHT";
    process.stdout.write(`${verdict}: ${describe(name, outcome)}\n`);
    passed &&= asExpected;
  }
  return passed;
}
