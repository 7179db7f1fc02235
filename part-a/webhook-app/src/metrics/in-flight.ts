import { Counter, Gauge, type Histogram, type Registry } from "@prometheus-io/client";
import type { IncomingMessage, Server, ServerResponse } from "node:http";

/** Labels of a request from closed lists; undefined excludes it from the metrics. */
export type RequestLabels = (method: string, path: string) => { method: string; route: string } | undefined;

/**
 * Counts the open HTTP requests of a server, from their headers to the end of the answer or the abort.
 *
 * A gauge that is scraped every 15 s misses requests that last milliseconds, so its integral over time is exposed too:
 * `rate(http_requests_in_flight_seconds_total[1m])` is the exact mean number of open requests, whoever reads it and
 * how often (as Knative's queue-proxy and `node_disk_io_time_weighted_seconds_total` do).
 */
export function trackInFlight(
  server: Server,
  registry: Registry,
  duration: Histogram<"method" | "route" | "status">,
  labelsOf: RequestLabels,
): void {
  const integral = createIntegral(registry);
  server.prependListener("request", (request: IncomingMessage, response: ServerResponse) => {
    const labels = labelsOf(request.method ?? "GET", pathOf(request.url ?? "/"));
    if (!labels) return;
    const start = performance.now();
    integral.add(1);
    response.once("close", () => {
      integral.add(-1);
      // 499 is nginx's code for a client that disconnected before the answer.
      const status = response.writableFinished ? String(response.statusCode) : "499";
      duration.observe({ ...labels, status }, (performance.now() - start) / 1000);
    });
  });
}

function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

/** The gauge and the counter of its integral, updated at each change and each scrape. */
function createIntegral(registry: Registry): { add(change: 1 | -1): void } {
  let open = 0;
  let since = performance.now();
  const seconds = new Counter({
    name: "http_requests_in_flight_seconds_total",
    help: "HTTP requests in flight, integrated over time; the rate is their mean number",
    registers: [registry],
    collect: () => advance(),
  });
  const gauge = new Gauge({
    name: "http_requests_in_flight",
    help: "HTTP requests in flight, without probes",
    registers: [registry],
    collect() {
      this.set(open);
    },
  });
  gauge.set(0);
  function advance(): void {
    const now = performance.now();
    if (open > 0) seconds.inc(((now - since) / 1000) * open);
    since = now;
  }
  return {
    add(change) {
      advance();
      open += change;
    },
  };
}
