import { Registry, collectDefaultMetrics } from "@prometheus-io/client";
import { aboutMetrics } from "./metrics/about.ts";
import { logMetrics } from "./metrics/log.ts";
import { outboxMetrics } from "./metrics/outbox.ts";
import { receivingMetrics } from "./metrics/receiving.ts";
import { recipientsFileMetrics } from "./metrics/recipients-file.ts";
import { relayMetrics } from "./metrics/relay.ts";
import { rocketChatMetrics } from "./metrics/rocket-chat.ts";

/** Every metric of the service, in a registry of its own, each label set of a closed list present from the start. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  // A timer each second and each 50 ms; by default they are ten times and five times as frequent, and took a fifth of what an
  // idle process used. The lag's figures include those 50 ms.
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
