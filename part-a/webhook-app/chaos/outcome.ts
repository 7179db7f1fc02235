import type { Toll } from "./killer.ts";

/** The result of a run. Each list names what went wrong, as `recipient sha`. */
export interface Outcome {
  toll: Toll;
  acknowledged: number;
  posted: number;
  /** How many of them are digests of several pushes. */
  digests: number;
  lost: string[];
  duplicated: string[];
  outOfOrder: string[];
  /** The person was notified, but the outbox says that the notification is buried. */
  misreported: string[];
  /** Processes that exited although nobody killed them. */
  crashed: string[];
}

const FLAWS = ["lost", "duplicated", "outOfOrder", "misreported", "crashed"] as const;

type Flaw = (typeof FLAWS)[number];

const NAMES: Record<Flaw, string> = {
  lost: "lost",
  duplicated: "duplicated",
  outOfOrder: "out of order",
  misreported: "misreported",
  crashed: "crashed",
};

/** The names of the kinds of flaws that were found. */
export function flawsOf(outcome: Outcome): string[] {
  return FLAWS.filter((flaw) => outcome[flaw].length > 0).map((flaw) => NAMES[flaw]);
}

export function killsOf({ toll }: Outcome): number {
  const { freeze: _, ...kills } = toll;
  return Object.values(kills).reduce((sum, count) => sum + count, 0);
}

/** One line of figures, and one for each of the first flaws. */
export function describe(name: string, outcome: Outcome): string {
  const toll = Object.entries(outcome.toll).map(([victim, count]) => `${count} ${victim}`);
  const flaws = FLAWS.map((flaw) => `${NAMES[flaw]} ${outcome[flaw].length}`);
  const examples = FLAWS.flatMap((flaw) => outcome[flaw].slice(0, 3).map((what) => `    ${NAMES[flaw]}: ${what}`));
  const head = `${name}: kills ${killsOf(outcome)} (${toll.join(", ") || "none"})`;
  return [
    `${head}, acknowledged ${outcome.acknowledged}, posted ${outcome.posted} (${outcome.digests} digests), ${flaws.join(", ")}`,
    ...examples,
  ].join("\n");
}
