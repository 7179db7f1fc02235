import { seededRandom } from "../testing/seeded-random.ts";

/** Repeatable for a seed. The processes' timing is not: a seed repeats the decisions, not the run. */
export type Random = ReturnType<typeof seededRandom>;

/** A generator for one part of a world, so that parts do not affect each other's sequences. */
export function randomFor(seed: number, part: number): Random {
  return seededRandom(seed * 1_000 + part);
}
