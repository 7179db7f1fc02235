import { Gauge, type Registry } from "@prometheus-io/client";
import { PAUSE_REASONS, type PauseReason } from "../reasons.ts";

/** Whether this process sends, and why it does not. */
export function relayMetrics(registers: Registry[]) {
  const leader = new Gauge({ name: "relay_leader", help: "1 while this process sends, else 0", registers });
  const paused = new Gauge({
    name: "relay_paused",
    help: "1 while deliveries wait because Rocket.Chat as a whole is in trouble, by reason",
    labelNames: ["reason"] as const,
    registers,
  });
  /** Sets the relay's gauges at scrape time. */
  function observeRelay(status: { leader: boolean; paused: PauseReason | null }): void {
    leader.set(status.leader ? 1 : 0);
    for (const reason of PAUSE_REASONS) paused.set({ reason }, status.paused === reason ? 1 : 0);
  }
  observeRelay({ leader: false, paused: null });
  return { observeRelay };
}
