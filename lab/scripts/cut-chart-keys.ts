// Writes test/monitoring/charts/keys.json: the keys in the values of the charts for which part-b has values files, and
// the images that the charts use with these values. Values and comments are left out. Run it by hand, with helm, when a
// version changes, on unpacked charts with their subcharts in charts/ (test/monitoring/charts/README.md lists the
// versions):
//
//   node scripts/cut-chart-keys.ts CHART_DIRECTORY...
import { execFileSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { parse } from "yaml";

import { pulledImages } from "../src/monitoring/pulled-images.ts";

/** Nested keys; `true` if the chart's default does not restrict them. */
type Keys = true | { [key: string]: Keys };

const VALUES: Record<string, string> = {
  "kube-prometheus-stack": "prometheus-grafana-values.yaml",
  "prometheus-adapter": "prometheus-metrics-adaptor-values.yaml",
};

const OUTPUT = new URL("../test/monitoring/charts/keys.json", import.meta.url);

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;

function keysOf(value: unknown): Keys {
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, below]) => [key, keysOf(below)])) : true;
}

function merge(a: Keys, b: Keys): Keys {
  if (a === true) return b;
  if (b === true) return a;
  const shared = Object.entries(b).map(([key, below]) => [key, merge(a[key] ?? true, below)]);
  return { ...a, ...(Object.fromEntries(shared) as Record<string, Keys>) };
}

const read = async (directory: string, file: string): Promise<unknown> =>
  parse(await readFile(join(directory, file), "utf8"));

async function chartKeys(directory: string): Promise<Keys> {
  const own = keysOf(await read(directory, "values.yaml"));
  const subcharts = await readdir(join(directory, "charts")).catch(() => []);
  const below = await Promise.all(
    subcharts.map(async (name) => ({ [name]: keysOf(await read(join(directory, "charts", name), "values.yaml")) })),
  );
  return below.reduce<Keys>(merge, own);
}

function images(directory: string): string[] {
  const values = new URL(`../../part-b/${VALUES[basename(directory)]!}`, import.meta.url).pathname;
  const options = ["--api-versions", "apiregistration.k8s.io/v1", "-f", values];
  return pulledImages(execFileSync("helm", ["template", basename(directory), directory, ...options]).toString());
}

const directories = process.argv.slice(2);
if (directories.length === 0)
  throw new Error("usage: cut-chart-keys.ts CHART_DIRECTORY... (see the head of this file)");
const charts = await Promise.all(
  directories.map(async (directory) => {
    const { version } = (await read(directory, "Chart.yaml")) as { version: string };
    return [basename(directory), { version, images: images(directory), keys: await chartKeys(directory) }] as const;
  }),
);
await writeFile(OUTPUT, `${JSON.stringify(Object.fromEntries(charts))}\n`);
console.log(`${OUTPUT.pathname}: ${charts.map(([name, { version }]) => `${name} ${version}`).join(", ")}`);
