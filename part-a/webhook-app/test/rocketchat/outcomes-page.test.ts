import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderOutcomes } from "../../scripts/render-outcomes.ts";
import { DELIVERY_REASONS, PAUSE_REASONS } from "../../src/reasons.ts";
import { OUTCOMES } from "../../src/rocketchat/outcomes.ts";

test("the page of outcomes is the table that the service works by", () => {
  const page = readFileSync(new URL("../../../../docs/outcomes.md", import.meta.url), "utf8");
  expect(page).toBe(renderOutcomes());
});

test("it has a line for each row and for each reason", () => {
  const lines = renderOutcomes().split("\n");
  const rows = lines.filter((line) => /^\| (?:any|[a-z]+\.[a-zA-Z]+) \|/.test(line));
  expect(rows).toHaveLength(OUTCOMES.length);
  for (const reason of DELIVERY_REASONS) expect(lines.some((line) => line.startsWith(`| \`${reason}\` |`))).toBe(true);
});

test("the runbook names each reason that pauses the relay or buries a message at once", () => {
  const partB = (file: string) => readFileSync(new URL(`../../../../part-b/${file}`, import.meta.url), "utf8");
  const buried = OUTCOMES.flatMap(({ verdict }) => (verdict.status === "rejected" ? [verdict.reason] : []));
  const known = new Set(`${partB("runbook.md")} ${partB("webhook-app-alerts.yaml")}`.match(/[a-z_]+/g));
  expect([...PAUSE_REASONS, ...buried].filter((reason) => !known.has(reason))).toEqual([]);
});
