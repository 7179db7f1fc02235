import { Gauge, Histogram, type Registry } from "@prometheus-io/client";
import type { OutboxStats } from "../outbox/outbox.ts";

/** From a commit to local disk (0.1 ms) to the 8 s after which a webhook is rejected. */
const COMMIT_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 8];

/** The store: how many notifications wait, for how long, and what its commits cost. */
export function outboxMetrics(registers: Registry[]) {
  const pending = new Gauge({ name: "outbox_pending", help: "Notifications waiting for delivery", registers });
  const buried = new Gauge({ name: "outbox_buried", help: "Buried notifications that are not yet deleted", registers });
  const oldest = new Gauge({
    name: "outbox_oldest_pending_seconds",
    help: "Age of the oldest notification waiting for delivery; 0 if there is none",
    registers,
  });
  const commitSeconds = new Histogram({
    name: "outbox_commit_seconds",
    help: "Time one group commit took",
    buckets: COMMIT_BUCKETS,
    registers,
  });
  const commitWebhooks = new Histogram({
    name: "outbox_commit_webhooks",
    help: "Webhooks in one group commit",
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    registers,
  });
  /** Sets the store's gauges at scrape time; NaN if the store does not answer. */
  function observeStore(stats: OutboxStats | undefined, now: number): void {
    pending.set(stats?.pending ?? Number.NaN);
    buried.set(stats?.buried ?? Number.NaN);
    oldest.set(stats ? Math.max(0, now - (stats.oldestPendingAt ?? now)) / 1000 : Number.NaN);
  }
  return { commitSeconds, commitWebhooks, observeStore };
}
