import { Counter, Gauge, type Registry } from "@prometheus-io/client";
import { digestSize } from "../notifications/digest.ts";
import { HOLD_REASONS, PAUSE_REASONS } from "../reasons.ts";
import type { Attempt } from "../relay/delivery.ts";
import type { RelayStatus } from "../relay/relay.ts";

/** Whether this process sends, and if not, why. */
export function relayMetrics(registers: Registry[]) {
  const leader = new Gauge({
    name: "relay_leader",
    help: "1 if this process is the leader, which sends, else 0",
    registers,
  });
  const paused = new Gauge({
    name: "relay_paused",
    help: "1 while delivery is paused because Rocket.Chat as a whole fails, by reason",
    labelNames: ["reason"] as const,
    registers,
  });
  const onHold = new Gauge({
    name: "relay_lanes_on_hold",
    help: "Recipients whose messages wait while others are delivered, by reason",
    labelNames: ["reason"] as const,
    registers,
  });
  /** Sets the relay's gauges at scrape time. */
  function observeRelay(status: Pick<RelayStatus, "leader" | "paused" | "lanesOnHold">): void {
    leader.set(status.leader ? 1 : 0);
    for (const reason of PAUSE_REASONS) paused.set({ reason }, status.paused?.reason === reason ? 1 : 0);
    for (const reason of HOLD_REASONS) {
      onHold.set({ reason }, status.lanesOnHold.filter((lane) => lane.reason === reason).length);
    }
  }
  observeRelay({ leader: false, paused: null, lanesOnHold: [] });
  return { observeRelay, observeAttempt: lateMetrics(registers) };
}

function lateMetrics(registers: Registry[]) {
  const late = new Counter({
    name: "notifications_late_total",
    help: "Notifications delivered so late that their messages say when they were received",
    registers,
  });
  const digests = new Counter({
    name: "notification_digests_total",
    help: "Messages that combined several late notifications of one person",
    registers,
  });
  /** Counts late deliveries. */
  return ({ notification: { digest }, result, late: isLate }: Attempt): void => {
    if (result.status !== "delivered") return;
    if (digest) digests.inc();
    if (isLate) late.inc(digest ? digestSize(digest.text) : 1);
  };
}
