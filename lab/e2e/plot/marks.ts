import { INSET } from "./chart.ts";
import { linear } from "./scale.ts";
import { element, line, text } from "./svg.ts";

const TOP = 40;
const ROW = 15;

interface Placed {
  x: number;
  left: number;
  width: number;
  y: number;
  words: string;
}

/** Where the words of each mark stand: above the charts, in so many rows that none covers another. */
export function placeMarks(
  marks: { at: number; text: string }[],
  seconds: number,
  width: number,
): { placed: Placed[]; bottom: number } {
  const across = linear([0, seconds], [INSET.left, width - INSET.right]);
  const ends: number[] = [];
  const placed = marks.map(({ at, text: words }) => {
    const needed = words.length * 6.6 + 10;
    const x = across(at);
    const left = Math.min(x, width - needed);
    const free = ends.findIndex((end) => end <= left);
    const row = free === -1 ? ends.length : free;
    ends[row] = left + needed;
    return { x, left, width: needed, y: TOP + row * ROW, words };
  });
  return { placed, bottom: TOP + Math.max(1, ends.length) * ROW };
}

/** A line from the words down through all charts, to the last time axis. */
export function drawnMarks(placed: Placed[], height: number): string[] {
  return placed.flatMap(({ x, left, width, y, words }) => [
    line(x, y - 9, x, height - 37, { stroke: "#9aa5b1", "stroke-dasharray": "2 3" }),
    element("rect", { x: Math.round(left), y: y - 11, width: Math.round(width) - 4, height: 14, fill: "#fff" }),
    text(left + 3, y, words),
  ]);
}
