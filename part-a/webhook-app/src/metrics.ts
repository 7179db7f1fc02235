import { Registry, collectDefaultMetrics } from "@prometheus-io/client";
import { aboutMetrics } from "./metrics/about.ts";
import { logMetrics } from "./metrics/log.ts";
import { outboxMetrics } from "./metrics/outbox.ts";
import { receivingMetrics } from "./metrics/receiving.ts";
import { recipientsFileMetrics } from "./metrics/recipients-file.ts";
import { relayMetrics } from "./metrics/relay.ts";
import { rocketChatMetrics } from "./metrics/rocket-chat.ts";

/** Every metric of the service, in its own registry; series with labels from closed lists exist from the start. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  // Timers every second and every 50 ms; by default they are ten and five times as frequent, and took a fifth of an
  // idle process' CPU. The lag's figures include those 50 ms.
  collectDefaultMetrics({
    register: registry,
    eventLoopUtilizationTimeout: 1_000,
    eventLoopMonitoringPrecision: 50,
  });
  return {
    registry,
    ...aboutMetrics(registers),
    ...receivingMetrics(registers),
    ...outboxMetrics(registers),
    ...relayMetrics(registers),
    ...recipientsFileMetrics(registers),
    ...rocketChatMetrics(registers),
    ...logMetrics(registers),
  };
}
