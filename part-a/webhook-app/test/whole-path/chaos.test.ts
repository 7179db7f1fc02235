import { describe, expect, test } from "vitest";
import { runChaos } from "../../chaos/chaos-run.ts";
import { flawsOf, killsOf } from "../../chaos/outcome.ts";
import { NO_MESSAGE_ID } from "../../chaos/safeties.ts";
import { FAILS_AFTER_STORING } from "../../chaos/trouble.ts";

const SEED = 4;

const FLAWLESS = { lost: [], duplicated: [], outOfOrder: [], misreported: [], crashed: [] };

/** About 15 s on two idle cores; each kill is a start of the service, which a busy machine draws out. */
const timeout = 150_000;

/** A short run; `npm run chaos` is the long one, and `npm run chaos -- --controls` takes out every safety in turn. */
describe.concurrent("kills at random moments, pushes and troubles of Rocket.Chat going on", { timeout }, () => {
  test("lose, double and disorder nothing with SQLite", async () => {
    const outcome = await runChaos({ kind: "sqlite", seed: SEED, kills: 10 });
    expect(outcome).toMatchObject(FLAWLESS);
    expect(killsOf(outcome)).toBe(10);
    expect(outcome.acknowledged).toBeGreaterThan(10);
  });

  test("lose, double and disorder nothing with two replicas and PostgreSQL", async () => {
    const outcome = await runChaos({ kind: "postgres", seed: SEED, kills: 10 });
    expect(outcome).toMatchObject(FLAWLESS);
    expect(killsOf(outcome)).toBe(10);
    expect(outcome.acknowledged).toBeGreaterThan(10);
  });

  test("double messages when their ids are taken out, and the same check sees it", async () => {
    const outcome = await runChaos({
      kind: "sqlite",
      seed: SEED,
      kills: 4,
      rewrites: NO_MESSAGE_ID,
      troubles: [FAILS_AFTER_STORING],
    });
    expect(flawsOf(outcome)).toContain("duplicated");
  });
});
