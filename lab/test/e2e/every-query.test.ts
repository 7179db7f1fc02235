import { expect, test } from "vitest";
import { filledIn, withoutComparison } from "../../e2e/checks/every-query.ts";

test.each([
  ['sum by (reason) (relay_lanes_on_hold{job="a"}) > 0', 'sum by (reason) (relay_lanes_on_hold{job="a"})'],
  ["max(up) == 1", "max(up)"],
  ["rate(a[1m]) >= 0.5", "rate(a[1m])"],
  ["(a > 0) / b", "(a > 0) / b"],
  ['a{code!="200"}', 'a{code!="200"}'],
])("of a panel that shows only what is wrong, what it looks at is asked for: %s", (expr, asked) => {
  expect(withoutComparison(expr)).toBe(asked);
});

test("Grafana's variables are filled in", () => {
  expect(filledIn('rate(a{job=~"$job",instance=~"$instance"}[$__rate_interval])')).toBe(
    'rate(a{job=~"webhook-app",instance=~".+"}[1m])',
  );
});
