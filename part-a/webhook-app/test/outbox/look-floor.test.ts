import { expect, test } from "vitest";
import { createLookFloor } from "../../src/outbox/postgres/look-floor.ts";
import { createRelaying } from "../../src/outbox/postgres/relaying.ts";

/** A relaying whose database says what the smallest pending id is, and where its looks began. */
function createHarness() {
  const time = { now: 0 };
  const database = { smallestPending: 0 };
  const floor = createLookFloor(() => time.now);
  const begun: unknown[] = [];
  const { pending, dissolveDigest } = createRelaying(
    {
      async execute(sql, values) {
        if (sql.includes("AS floor")) return { rows: [{ floor: database.smallestPending }] as never[], count: 1 };
        if (sql.includes("ORDER BY id LIMIT")) begun.push(values?.[3]);
        return { rows: [], count: 0 };
      },
    },
    floor,
  );
  const look = async () => {
    await pending({ limit: 10, held: [], blocked: [] });
    return begun.at(-1);
  };
  return { time, database, floor, look, dissolveDigest };
}

test("looks begin where nothing smaller was pending a period ago, and once a period at the start", async () => {
  const { time, database, look } = createHarness();
  expect(await look()).toBe(0);
  database.smallestPending = 100;
  time.now = 10_000;
  expect(await look()).toBe(0);
  // Something smaller may have been about to be committed when 100 was the smallest.
  time.now = 19_999;
  expect(await look()).toBe(0);
  database.smallestPending = 200;
  time.now = 20_000;
  expect(await look()).toBe(0);
  expect(await look()).toBe(100);
  time.now = 30_000;
  expect([await look(), await look()]).toEqual([0, 200]);
});

test.each(["a retry by hand", "a digest is dissolved"])("looks begin at the start again after %s", async (event) => {
  const { time, database, floor, look, dissolveDigest } = createHarness();
  database.smallestPending = 100;
  for (time.now = 10_000; time.now <= 20_000; time.now += 10_000) await look();
  time.now = 25_000;
  expect(await look()).toBe(100);
  if (event === "a retry by hand") floor.reset();
  else await dissolveDigest("leader", 1);
  expect(await look()).toBe(0);
});
