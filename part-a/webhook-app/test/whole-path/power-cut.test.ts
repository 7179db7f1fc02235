import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { seededRandom } from "../../testing/seeded-random.ts";
import { cutPowerAt, recordPushes, UNHARMED } from "./power-cut.ts";

/** kill -9 leaves the kernel's cache alone: only what was synced, cut back from a trace, shows a missing fsync. */
const STRACE = spawnSync("strace", ["-V"]).status === 0;

/** Developers without strace see this test named as skipped; in CI a missing strace is a failure. */
const skip = !STRACE && process.env["CI"] === undefined;

/** strace stops the service at each call: six services started under it take a minute on a busy machine. */
const timeout = 180_000;

const nothing = () => false;

const JOURNAL_WRITER = "src/outbox/sqlite/journal-writer.ts";

/** The journal's entries move while the pushes come, every fourth time, not only from the thousandth on. */
const OFTEN = { file: JOURNAL_WRITER, from: "MANY = 1_000;", to: "MANY = 4;" };

/** Half of the writes that were not synced, the same ones in every run. */
function half(seed: number): () => boolean {
  const { next } = seededRandom(seed);
  return () => next() < 0.5;
}

test.skipIf(skip)("a power cut loses nothing that was acknowledged", { timeout }, async () => {
  const recording = await recordPushes();
  const logStarts = recording.calls.filter(
    (call) => call.call === "write" && call.offset === 0 && call.path.endsWith("-wal"),
  );
  expect(logStarts.length).toBeGreaterThan(1);
  for (const [count, survives] of [
    [1, nothing],
    [60, half(1)],
    [110, nothing],
    [160, half(2)],
    [160, nothing],
  ] as const) {
    expect(await cutPowerAt(recording, count, survives)).toEqual(UNHARMED);
  }
});

test.skipIf(skip)(
  "the same power cut with synchronous=OFF loses some, and the same check sees it",
  { timeout },
  async () => {
    const file = "src/outbox/sqlite/database.ts";
    const recording = await recordPushes([{ file, from: "synchronous = FULL", to: "synchronous = OFF" }]);
    const { lost } = await cutPowerAt(recording, 160, nothing);
    expect(lost).not.toEqual([]);
  },
);

test.skipIf(skip)(
  "a power cut between steps that move the journal's entries loses nothing either",
  { timeout },
  async () => {
    const recording = await recordPushes([OFTEN]);
    for (const [count, survives] of [
      [5, nothing],
      [61, half(3)],
      [62, half(4)],
      [63, half(5)],
      [160, nothing],
    ] as const) {
      expect(await cutPowerAt(recording, count, survives)).toEqual(UNHARMED);
    }
  },
);

test.skipIf(skip)(
  "the same with commits after a step that do not wait for the disk loses some",
  { timeout },
  async () => {
    const recording = await recordPushes([OFTEN, { file: JOURNAL_WRITER, from: "db.exec(DURABLE);", to: "" }]);
    const { lost } = await cutPowerAt(recording, 160, nothing);
    expect(lost).not.toEqual([]);
  },
);
