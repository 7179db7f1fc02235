import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";
import { stringify } from "yaml";

import { containersOf, workloadsOf } from "../manifests/support/manifest.ts";
import { adapterRules, metricName, podsQuery } from "../../src/monitoring/adapter-rules.ts";
import { readAll, readOne } from "../../src/monitoring/part-b.ts";
import { inTemporaryFolder, run, withoutPromtool } from "./support/programs.ts";
import { selectorsOf, syntaxErrors } from "../../src/monitoring/promql.ts";

const [deployment] = workloadsOf(readAll("prometheus-metrics-adaptor.yaml"));

const seconds = (duration: string): number =>
  Number.parseFloat(duration) * ({ s: 1, m: 60, h: 3600 }[duration.at(-1) ?? ""] ?? Number.NaN);
const argument = (name: string): string =>
  (deployment === undefined ? [] : containersOf(deployment))
    .flatMap((container) => (container as unknown as { args: string[] }).args)
    .find((arg) => arg.startsWith(`--${name}=`))
    ?.slice(name.length + 3) ?? "";

test("windows, relists and scrapes fit together", () => {
  const { endpoints } = readOne("webhook-app-service-monitor.yaml").spec as { endpoints: { interval: string }[] };
  const scrape = seconds(endpoints[0]!.interval);
  for (const rule of adapterRules()) {
    const [selector] = selectorsOf(podsQuery(rule, "webhook-app", ["a"]));
    expect(seconds(selector?.range ?? "")).toBeGreaterThanOrEqual(4 * scrape);
  }
  expect(seconds(argument("metrics-relist-interval"))).toBeGreaterThan(scrape);
  expect(seconds(argument("metrics-max-age"))).toBeGreaterThan(seconds(argument("metrics-relist-interval")));
});

test.each(adapterRules().map((rule) => [metricName(rule), rule] as const))(
  "%s queries PromQL, Pod by Pod",
  (_, rule) => {
    const query = podsQuery(rule, "webhook-app", ["a", "b"]);
    expect(syntaxErrors(query)).toEqual([]);
    expect(query).toMatch(/ by \(pod\)$/);
    expect(selectorsOf(query)[0]?.matchers).toEqual({ namespace: '="webhook-app"', pod: '=~"a|b"' });
  },
);

test.skipIf(withoutPromtool)(
  "and gets the mean number in flight and the rate of each Pod asked for",
  () => {
    const pod = (name: string) => `namespace="webhook-app",pod="${name}",job="webhook-app"`;
    const series = (text: string, values: string) => ({ series: text, values });
    const expected = (name: string, value: number) => ({ labels: `{pod="${name}"}`, value });
    const [inFlight, perSecond] = ["http_requests_in_flight_avg", "webhooks_received_per_second"].map((name) =>
      podsQuery(
        adapterRules().find((rule) => metricName(rule) === name)!,
        "webhook-app",
        ["a", "b"],
      ),
    );
    // Rounded: Prometheus 3 leaves the left end of a range out and then extrapolates to the last digit differently.
    const rounded = (query: string | undefined) => `round(${query ?? ""}, 0.001)`;
    const file = {
      tests: [
        {
          interval: "15s",
          input_series: [
            series(`http_requests_in_flight_seconds_total{${pod("a")}}`, "0+36x20"),
            series(`http_requests_in_flight_seconds_total{${pod("b")}}`, "0x20"),
            series(`http_requests_in_flight_seconds_total{${pod("c")}}`, "0+99x20"),
            series(`webhooks_received_total{${pod("a")},event="push",outcome="accepted"}`, "0+30x20"),
            series(`webhooks_received_total{${pod("a")},event="push",outcome="duplicate"}`, "0+15x20"),
            series(`webhooks_received_total{${pod("b")},event="push",outcome="accepted"}`, "0+3x20"),
          ],
          promql_expr_test: [
            { expr: rounded(inFlight), eval_time: "4m", exp_samples: [expected("a", 2.4), expected("b", 0)] },
            { expr: rounded(perSecond), eval_time: "4m", exp_samples: [expected("a", 3), expected("b", 0.2)] },
          ],
        },
      ],
    };
    inTemporaryFolder((folder) => {
      writeFileSync(join(folder, "adapter.test.yaml"), stringify(file));
      expect(run("promtool", ["test", "rules", join(folder, "adapter.test.yaml")])).toContain("SUCCESS");
    });
  },
  60_000,
);
