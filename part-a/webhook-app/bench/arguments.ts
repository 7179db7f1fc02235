import { parseArgs } from "node:util";

/** How much to measure. */
export interface Effort {
  /** Interleaved rounds; the median counts. */
  rounds: number;
  /** Duration of one round of load. */
  seconds: number;
  /** How many notifications are drained. */
  backlog: number;
  /** Size of the large outbox for comparing reads. */
  manyPending: number;
}

export interface BenchArguments {
  only: string[] | undefined;
  effort: Effort;
}

const FULL: Effort = { rounds: 3, seconds: 8, backlog: 20_000, manyPending: 1_000_000 };
const QUICK: Effort = { rounds: 1, seconds: 3, backlog: 5_000, manyPending: 100_000 };

export const usage = (rows: readonly string[]): string => `Usage: make bench ARGS="[--quick] [--only ROW,ROW]"

Measures throughput and latency as ratios and prints a Markdown table; progress goes to stderr. Needs wrk and a quiet machine.

  --quick     one short round instead of three
  --only ROW  only these: ${rows.join(", ")}
`;

/**
 * Reads `--only row,row` and `--quick`.
 *
 * @param rows every row's name
 * @throws Error that says what is wrong and lists the rows
 */
export function readArguments(args: string[], rows: readonly string[]): BenchArguments {
  const { values } = parseArgs({ args, options: { only: { type: "string" }, quick: { type: "boolean" } } });
  const only = values.only?.split(",");
  const unknown = only?.filter((name) => !rows.includes(name)) ?? [];
  if (unknown.length > 0) throw new Error(`No such row: ${unknown.join(", ")}. There are: ${rows.join(", ")}.`);
  return { only, effort: values.quick ? QUICK : FULL };
}
