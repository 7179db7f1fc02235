import { Counter, Histogram, type Registry } from "@prometheus-io/client";
import { OPERATIONS } from "../rocketchat/operations.ts";
import { HTTP_BUCKETS } from "./http-buckets.ts";

/** Rocket.Chat's usual codes; others get their series when they first occur. */
const ROCKETCHAT_CODES = ["200", "400", "401", "403", "429", "500", "502", "503", "timeout", "error"];

/** Our requests to Rocket.Chat. */
export function rocketChatMetrics(registers: Registry[]) {
  const requests = new Counter({
    name: "rocketchat_requests_total",
    help: "Requests to Rocket.Chat by operation and HTTP status, or `timeout`, or `error` for the network's",
    labelNames: ["operation", "code"] as const,
    registers,
  });
  const seconds = new Histogram({
    name: "rocketchat_request_duration_seconds",
    help: "Time one request to Rocket.Chat took",
    labelNames: ["operation"] as const,
    buckets: HTTP_BUCKETS,
    registers,
  });
  const idChanged = new Counter({
    name: "rocketchat_message_id_changed_total",
    help: "Messages that Rocket.Chat stored under another id than the service chose: an app rebuilt them",
    registers,
  });
  for (const operation of OPERATIONS) {
    seconds.zero({ operation });
    for (const code of ROCKETCHAT_CODES) requests.inc({ operation, code }, 0);
  }
  /** Counts one request to Rocket.Chat. */
  function observeRequest(operation: (typeof OPERATIONS)[number], code: string, duration: number): void {
    requests.inc({ operation, code });
    seconds.observe({ operation }, duration);
  }
  return { observeRequest, countChangedId: () => idChanged.inc() };
}
