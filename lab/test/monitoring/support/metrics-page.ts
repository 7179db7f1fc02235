import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { ROOT } from "../../../src/repository.ts";

/** name: the label sets of its series. A histogram's series have their suffixes. */
export type MetricsPage = Map<string, Record<string, string>[]>;

interface StartedLine {
  event?: string;
  metricsPort?: number;
}

/** V8's series are there from the first garbage collection on; with so small a young generation each page brings one near. */
const SOON_COLLECTED = "--max-semi-space-size=1";

const PAGES_UNTIL_COLLECTED = 100;

/** Starts the service as it is, on a store of its own and with nothing behind it, and reads its /metrics. */
export async function readMetricsPage(): Promise<MetricsPage> {
  const folder = mkdtempSync(join(tmpdir(), "metrics-page-"));
  const env = {
    PATH: process.env["PATH"] ?? "",
    PORT: "0",
    METRICS_PORT: "0",
    DATABASE_URL: `sqlite:${folder}/outbox.sqlite`,
    ALLOW_UNAUTHENTICATED: "true",
    // Port 1 refuses: nothing is to be sent.
    ROCKETCHAT_URL: "http://127.0.0.1:1",
    ROCKETCHAT_USER_ID: "bot",
    ROCKETCHAT_AUTH_TOKEN: "token",
    RECIPIENT: "jane",
  };
  const service = spawn(process.execPath, [SOON_COLLECTED, "src/main.ts"], {
    cwd: join(ROOT, "part-a/webhook-app"),
    env,
  });
  const ended = new Promise((resolve) => void service.once("close", resolve));
  try {
    const port = await metricsPort(service);
    return parsePage(await readPage(`http://127.0.0.1:${String(port)}/metrics`));
  } finally {
    service.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true });
  }
}

async function readPage(url: string): Promise<string> {
  for (let pages = 1; ; pages += 1) {
    const page = await (await fetch(url)).text();
    if (page.includes("nodejs_gc_duration_seconds_sum") || pages === PAGES_UNTIL_COLLECTED) return page;
  }
}

async function metricsPort(service: ChildProcess): Promise<number> {
  let stderr = "";
  service.stderr?.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  for await (const line of createInterface({ input: service.stdout! })) {
    const { event, metricsPort: port } = JSON.parse(line) as StartedLine;
    if (event === "started" && port !== undefined) return port;
  }
  throw new Error(`the service ended before it had started: ${stderr}`);
}

function parsePage(page: string): MetricsPage {
  const series: MetricsPage = new Map();
  for (const line of page.split("\n").filter((line) => line !== "" && !line.startsWith("#"))) {
    const [, name = "", labels = ""] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? /.exec(line) ?? [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, value]) => [label, value]);
    series.set(name, [...(series.get(name) ?? []), Object.fromEntries(pairs) as Record<string, string>]);
  }
  return series;
}
