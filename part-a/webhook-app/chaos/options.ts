import { parseArgs } from "node:util";
import type { StoreKind } from "./store.ts";

export const USAGE = `Usage: make chaos ARGS="[--kills N] [--store sqlite|postgres|both] [--seed N]"
       make chaos ARGS="--controls [--seed N]"

Kills the service, its replicas and PostgreSQL at random, and counts what was lost, duplicated or out of order. Exits with
0 if nothing was, otherwise with 1.

  --kills N     how many processes to kill, 1000 by default
  --store NAME  only this store; both by default
  --seed N      repeats the random choices of the run that printed it
  --controls    takes out one safety at a time instead, and checks that each failure is noticed
`;

export interface ChaosOptions {
  seed: number;
  /** In all, divided among the worlds. */
  kills: number;
  stores: StoreKind[];
  /** Whether to run the controls instead. */
  controls: boolean;
}

const STORES: Record<string, StoreKind[]> = {
  sqlite: ["sqlite"],
  postgres: ["postgres"],
  both: ["sqlite", "postgres"],
};

/**
 * Reads the command line; without a seed it picks one.
 *
 * @throws Error that names the option and its allowed values
 */
export function readOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      kills: { type: "string", default: "1000" },
      store: { type: "string", default: "both" },
      controls: { type: "boolean", default: false },
    },
  });
  const stores = STORES[values.store];
  if (stores === undefined) throw new Error(`--store ${values.store}: must be sqlite, postgres or both.`);
  return { seed: whole("seed", values.seed), kills: whole("kills", values.kills), stores, controls: values.controls };
}

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} ${text}: must be a whole number.`);
  return Number(text);
}
