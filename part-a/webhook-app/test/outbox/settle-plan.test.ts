import { expect, test } from "vitest";
import { createLookFloor } from "../../src/outbox/postgres/look-floor.ts";
import { createRelaying } from "../../src/outbox/postgres/relaying.ts";

test("a settlement's plan is kept, but not that of a table half as large", async () => {
  const names: unknown[] = [];
  const { settle } = createRelaying(
    {
      async execute(_sql, _values, options) {
        names.push(options?.name);
        return { rows: [], count: 1 };
      },
    },
    createLookFloor(),
  );
  for (const ids of [[1_024], [2_000, 1_030], [2_048], [1, 5_000_000]]) {
    const settlements = ids.map((id) => ({ id, attempts: 1, state: "delivered", reason: null }) as const);
    await settle("leader", settlements, 0);
  }
  const [first, sameSize, doubled, large] = names;
  expect(first).toBeDefined();
  expect(sameSize).toBe(first);
  expect(new Set([first, doubled, large]).size).toBe(3);
});
