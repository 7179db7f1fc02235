// Writes part-b/prometheus-metrics-adaptor.yaml with helm. Run it by hand when the values or the chart's version
// change; a test checks that the file is up to date:
//
//   node scripts/render-adapter.ts CHART_DIRECTORY
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

import { adapterFile } from "../src/monitoring/adapter-file.ts";

const [chart] = process.argv.slice(2);
if (chart === undefined) throw new Error("usage: render-adapter.ts CHART_DIRECTORY (see the head of this file)");
const partB = new URL("../../part-b/", import.meta.url).pathname;
// Without a cluster helm knows no aggregated APIs, and the template would fall back to a removed version.
const options = ["-n", "monitoring", "--api-versions", "apiregistration.k8s.io/v1"];
const values = ["-f", `${partB}prometheus-metrics-adaptor-values.yaml`];
const rendered = execFileSync("helm", ["template", "prometheus-adapter", chart, ...options, ...values]);
writeFileSync(`${partB}prometheus-metrics-adaptor.yaml`, adapterFile(rendered.toString()));
