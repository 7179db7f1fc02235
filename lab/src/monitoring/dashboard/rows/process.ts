import { graph, type Row } from "../panel.ts";
import { ofOurs, PODS } from "../selectors.ts";

export const nodeProcess: Row = {
  title: "Node.js",
  panels: [
    graph({
      title: "Event loop lag, p99",
      description:
        "How late timers run, measured by each process; 50 ms is the resolution. Above 0.15 s the process is short of CPU or busy with one large payload, and all its requests wait.",
      unit: "s",
      limit: 0.15,
      queries: [[`max by (pod) (${ofOurs(`nodejs_eventloop_lag_p99_seconds{${PODS}}`)})`, "{{pod}}"]],
    }),
    graph({
      title: "CPU",
      description:
        "Cores in use. JavaScript can use at most one; near 1 a Pod is saturated, and if the HPA did not react, its targets are too high.",
      unit: "short",
      limit: 1,
      queries: [[`sum by (pod) (${ofOurs(`rate(process_cpu_seconds_total{${PODS}}[$__rate_interval])`)})`, "{{pod}}"]],
    }),
    graph({
      title: "Memory",
      description:
        "Resident memory of each process; at its limit of 512 MiB the kernel kills it. Webhooks of up to 25 MiB cause peaks; a baseline that rises from day to day is a leak.",
      unit: "bytes",
      limit: 536_870_912,
      queries: [[`max by (pod) (${ofOurs(`process_resident_memory_bytes{${PODS}}`)})`, "{{pod}}"]],
    }),
    graph({
      title: "Heap in use",
      description: "JavaScript objects. A sawtooth is normal; if its minimum keeps rising, objects leak (not buffers).",
      unit: "bytes",
      queries: [[`max by (pod) (${ofOurs(`nodejs_heap_size_used_bytes{${PODS}}`)})`, "{{pod}}"]],
    }),
    graph({
      title: "Time in garbage collection",
      description:
        "Share of time spent in garbage collection. Above a tenth, the heap is too small for what waits in memory.",
      unit: "percentunit",
      limit: 0.15,
      queries: [
        [`sum by (pod) (${ofOurs(`rate(nodejs_gc_duration_seconds_sum{${PODS}}[$__rate_interval])`)})`, "{{pod}}"],
      ],
    }),
    graph({
      title: "Log lines lost",
      description:
        "Log lines that could not be written to standard output. Normally 0; otherwise the log's reader is gone or hangs, or its disk is full.",
      unit: "cps",
      queries: [[`sum by (pod) (rate(log_lines_dropped_total{${PODS}}[$__rate_interval]))`, "{{pod}}"]],
    }),
  ],
};
