import { createServer, request, type ServerResponse } from "node:http";
import { once } from "node:events";
import { onTestFinished, describe, expect, test } from "vitest";
import { createMetrics } from "../../src/metrics.ts";
import { trackInFlight } from "../../src/metrics/in-flight.ts";
import { listen } from "../../src/server.ts";
import { metricLabels } from "../../src/routes/route-table.ts";

/** A server that answers on demand, with its requests counted like the service's. */
async function startCounted() {
  const metrics = createMetrics();
  const open: ServerResponse[] = [];
  const server = createServer((_request, response) => void open.push(response));
  trackInFlight(server, metrics.registry, metrics.httpDuration, metricLabels);
  const port = await listen(server, { port: 0, host: "127.0.0.1" });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const value = async (line: string) => {
    const found = new RegExp(`^${line.replaceAll(/[{}.]/g, "\\$&")} (\\S+)$`, "m").exec(
      await metrics.registry.metrics(),
    );
    return Number(found?.[1]);
  };
  return { open, port, value };
}

describe("requests in flight", () => {
  test("count from the headers on, before the body has come", async () => {
    const { open, port, value } = await startCounted();
    const posting = request({ port, method: "POST", path: "/webhooks/gitlab", headers: { "content-length": "9" } });
    posting.on("error", () => {});
    posting.flushHeaders();
    await expect.poll(() => open).toHaveLength(1);
    expect(await value("http_requests_in_flight")).toBe(1);
    posting.destroy();
  });

  test("return to 0 when the caller leaves, who is counted as 499", async () => {
    const { open, port, value } = await startCounted();
    const leaving = request({ port, method: "POST", path: "/webhooks/gitlab" });
    leaving.on("error", () => {});
    leaving.end("{}");
    await expect.poll(() => open).toHaveLength(1);
    leaving.destroy();
    await expect.poll(() => value("http_requests_in_flight")).toBe(0);
    const labels = 'method="POST",route="/webhooks/gitlab",status="499"';
    expect(await value(`http_request_duration_seconds_count{${labels}}`)).toBe(1);
  });

  test("add up over time while they are open, and no more afterwards", async () => {
    const { open, port, value } = await startCounted();
    const answers = [0, 1].map(() => request({ port, path: "/notifications" }).end());
    await expect.poll(() => open).toHaveLength(2);
    const early = await value("http_requests_in_flight_seconds_total");
    await expect.poll(() => value("http_requests_in_flight_seconds_total")).toBeGreaterThan(early);
    for (const response of open) response.end();
    await Promise.all(answers.map((answer) => once(answer, "response")));
    await expect.poll(() => value("http_requests_in_flight")).toBe(0);
    const end = await value("http_requests_in_flight_seconds_total");
    expect(await value("http_requests_in_flight_seconds_total")).toBe(end);
  });

  test("do not include probes", async () => {
    const { open, port, value } = await startCounted();
    request({ port, path: "/readyz" })
      .on("error", () => {})
      .end();
    await expect.poll(() => open).toHaveLength(1);
    expect(await value("http_requests_in_flight")).toBe(0);
  });

  test("have labels from closed lists for any request", () => {
    expect(metricLabels("BREW", "/coffee?x")).toEqual({ method: "other", route: "other" });
    expect(metricLabels("GET", "/notifications/42")).toEqual({ method: "GET", route: "/notifications/{id}" });
    expect(metricLabels("GET", "/docs/start.js")).toEqual({ method: "GET", route: "/docs" });
    expect(metricLabels("GET", "/page/app.js")).toEqual({ method: "GET", route: "/" });
  });
});
