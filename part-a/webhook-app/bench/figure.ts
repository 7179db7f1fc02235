import type { Workbench } from "./workbench.ts";

/** One line of the table. */
export interface Figure {
  what: string;
  /** What counts, as it is to be read: `0.31`, `+2.1 ms`. */
  value: string;
  /** The absolute figures behind it. */
  from: string;
  /** As in `>= 0.30`; absent where nothing was promised. */
  target?: string;
  /** Absent where there is no target. */
  reached?: boolean;
}

/** Something to measure. */
export interface Row {
  /** For `--only`. */
  name: string;
  /** May give several figures that were measured in the same rounds. */
  measure: (bench: Workbench) => Promise<Figure[]>;
}

/** A figure that must be at least `least`. */
export function atLeast(what: string, ratio: number, least: number, from: string): Figure {
  return { what, value: ratio.toFixed(2), from, target: `>= ${least.toFixed(2)}`, reached: ratio >= least };
}

/** A figure that must be at most `most`. */
export function atMost(what: string, ratio: number, most: number, from: string, unit = ""): Figure {
  const target = `<= ${most}${unit}`;
  return { what, value: `${ratio.toFixed(2)}${unit}`, from, target, reached: ratio <= most };
}

/** With thousands set apart, as `12,345`. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
