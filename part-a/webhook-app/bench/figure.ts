import { median } from "./median.ts";
import type { Workbench } from "./workbench.ts";

/** One line of the table. */
export interface Figure {
  what: string;
  /** The result as shown: `0.31`, `+2.1 ms`. */
  value: string;
  /** The absolute figures behind it. */
  from: string;
  /** Like `>= 0.30`; absent if there is no target. */
  target?: string;
  /** Absent if there is no target. */
  reached?: boolean;
}

/** Something to measure. */
export interface Row {
  /** For `--only`. */
  name: string;
  /** May return several figures, measured in the same rounds. */
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

/** With thousands separators: `12,345`. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** The median with minimum and maximum, like `5,290/s (5,103 to 5,322)`: the spread shows how reliable a figure is. */
export function withSpread(values: readonly number[], unit: string, write: (value: number) => string = whole): string {
  return `${write(median(values))}${unit} (${write(Math.min(...values))} to ${write(Math.max(...values))})`;
}

/** For `withSpread`: like `12.3`. */
export const toTenths = (value: number): string => value.toFixed(1);

/** For `withSpread`: like `1.23`. */
export const toHundredths = (value: number): string => value.toFixed(2);
