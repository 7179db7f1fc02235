import { PassThrough } from "node:stream";
import pino from "pino";
import { expect, test } from "vitest";
import { logChangedId } from "../../src/log-lines.ts";
import { createMetrics } from "../../src/metrics.ts";

test("messages that an app rebuilds are counted each, from 0 on", async () => {
  const metrics = createMetrics();
  expect(await metrics.registry.metrics()).toContain("rocketchat_message_id_changed_total 0");
  metrics.countChangedId();
  metrics.countChangedId();
  expect(await metrics.registry.metrics()).toContain("rocketchat_message_id_changed_total 2");
});

test("they are warned of once an hour", () => {
  const stream = new PassThrough();
  let now = 1_790_000_000_000;
  const warn = logChangedId(pino({ base: null }, stream), () => now);
  warn("m1", "app-1");
  warn("m2", "app-2");
  now += 3_600_000;
  warn("m3", "app-3");
  const lines = String(stream.read()).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { level: 40, event: "message_id_changed", messageId: "m1", storedId: "app-1" },
    { level: 40, event: "message_id_changed", messageId: "m3", storedId: "app-3" },
  ]);
});
