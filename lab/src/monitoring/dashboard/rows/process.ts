import { graph, type Row } from "../panel.ts";
import { ofOurs, PODS } from "../selectors.ts";

export const nodeProcess: Row = {
  title: "Node.js",
  panels: [
    graph({
      title: "Event loop lag, p99",
      description:
        "How late timers run, as each process measures it; 50 ms is its resolution. Above 0.15 s the process is short of CPU or busy with one large payload, and every request of it waits.",
      unit: "s",
      limit: 0.15,
      queries: [[`max by (pod) (${ofOurs(`nodejs_eventloop_lag_p99_seconds{${PODS}}`)})`, "{{pod}}"]],
    }),
    graph({
      title: "CPU",
      description:
        "Cores in use. One is the most that JavaScript can use; near 1 a Pod is full, and the HPA's targets are set too high if it did not react.",
      unit: "short",
      limit: 1,
      queries: [[`sum by (pod) (${ofOurs(`rate(process_cpu_seconds_total{${PODS}}[$__rate_interval])`)})`, "{{pod}}"]],
    }),
    graph({
      title: "Memory",
      description:
        "Resident memory of each process; its limit is 512 MiB, where the kernel kills it. Webhooks of up to 25 MiB come and go; a base that rises from day to day is a leak.",
      unit: "bytes",
      limit: 536_870_912,
      queries: [[`max by (pod) (${ofOurs(`process_resident_memory_bytes{${PODS}}`)})`, "{{pod}}"]],
    }),
    graph({
      title: "Heap in use",
      description:
        "JavaScript objects. A saw-tooth is normal; one whose lower edge keeps rising is a leak of objects, not of buffers.",
      unit: "bytes",
      queries: [[`max by (pod) (${ofOurs(`nodejs_heap_size_used_bytes{${PODS}}`)})`, "{{pod}}"]],
    }),
    graph({
      title: "Time in garbage collection",
      description: "Share of time that collections take. Above a tenth the heap is too small for what waits in memory.",
      unit: "percentunit",
      limit: 0.15,
      queries: [
        [`sum by (pod) (${ofOurs(`rate(nodejs_gc_duration_seconds_sum{${PODS}}[$__rate_interval])`)})`, "{{pod}}"],
      ],
    }),
    graph({
      title: "Log lines lost",
      description:
        "Lines that standard output did not take. 0 is right; anything else: whoever reads the log is gone or hangs, or its disk is full.",
      unit: "cps",
      queries: [[`sum by (pod) (rate(log_lines_dropped_total{${PODS}}[$__rate_interval]))`, "{{pod}}"]],
    }),
  ],
};
