import type { Result } from "../check.ts";
import type { RunRecord } from "./record.ts";

/** report.md of a run. */
export function reportText(record: RunRecord, all: readonly Result[], ran: [string, string][]): string {
  const began = new Date((record.samples[0]?.[0] ?? 0) * 1000).toISOString();
  const sent = record.loads.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  return `# Run of ${began.slice(0, 16).replace("T", " ")} UTC

Written by \`make e2e\`, whose other checks of this run are in [checks.md](checks.md). ${sent} webhooks came in during the
scaling part: none lost, none duplicated, none sent again.

![Webhooks per second, both metrics and replicas over time](scaling.svg)

Replicas and dark lines are what the Kubernetes API said, each 3 s; a gap is a time in which nobody served the metric to the
HPA. While the load is gone the adapter is, too, for about 4 minutes, so that the alert about it fires. The HPA forgets
nothing meanwhile: the ${record.autoscaler.stabilizationSeconds} s of its stabilisation still count from the last time that it wanted more. The pictures are
drawn from [samples.json](samples.json): \`node lab/e2e/plot/main.ts FOLDER\`.

${table(["", "ran on"], ran)}

${resultsTable(all)}

${table(
  ["load", "webhooks/s", "from", "to", "acknowledged"],
  record.loads.map(({ name, perSecond, began, ended, acknowledged }) => {
    return [name, String(perSecond), time(began), time(ended), String(acknowledged)];
  }),
)}

The HPA of the run is \`part-a/webhook-app/k8s/hpa.yaml\`, unchanged: ${record.autoscaler.min} to ${record.autoscaler.max} replicas, targets ${record.metrics
    .map((name) => `${record.autoscaler.targets[name]} ${name}`)
    .join(" and ")}.

## By hand

\`\`\`sh
kubectl get --raw '/apis/custom.metrics.k8s.io/v1beta1/namespaces/webhook-app/pods/*/http_requests_in_flight_avg'
kubectl get --raw '/apis/custom.metrics.k8s.io/v1beta1/namespaces/webhook-app/pods/*/webhooks_received_per_second'
kubectl -n webhook-app get hpa webhook-app --watch
\`\`\`

## The dashboard's queries over this run

Not Grafana, which did not run here: a plot of the same queries by \`lab/e2e/plot\`, laid out as the dashboard is,
up to the moment before Prometheus was killed.

![Each panel's queries over the run](dashboard.svg)
`;
}

/** The checks, their durations, and what they saw. */
export function resultsTable(results: readonly Result[]): string {
  const rows = results.map(({ name, seconds, detail }) => [name, seconds.toFixed(0), detail]);
  return table(["asserted", "seconds", "seen"], rows);
}

function time(at: number): string {
  return new Date(at * 1000).toISOString().slice(11, 19);
}

function table(head: string[], rows: string[][]): string {
  const cell = (text: string) =>
    text
      .trim()
      .replaceAll("|", "\\|")
      .replaceAll(/\s*\n\s*/g, "<br>");
  const lines = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`);
  return lines.join("\n");
}
