import type { Figure } from "./figure.ts";

/** The figures as a Markdown table, with their targets. */
export function renderTable(figures: readonly Figure[]): string {
  const lines = figures.map(({ what, value, target, reached, from }) => {
    const verdict = reached === undefined ? "" : reached ? "yes" : "**no**";
    return `| ${what} | ${value} | ${target ?? ""} | ${verdict} | ${from} |`;
  });
  return ["| what | figure | target | reached | from |", "|---|---:|---:|---|---|", ...lines].join("\n");
}
