import { vi } from "vitest";
import type { Notification, Settlement } from "../../src/outbox/notification.ts";
import type { Attempt } from "../../src/relay/delivery.ts";
import type { DeliveryResult } from "../../src/relay/delivery.ts";
import { createRelay } from "../../src/relay/relay.ts";
import type { Relay, RelayOptions } from "../../src/relay/relay.ts";
import { DELIVERED, unavailable } from "./answers.ts";
import { createMemoryOutbox } from "./memory-outbox.ts";
import type { MemoryOutbox } from "./memory-outbox.ts";

export { DELIVERED };
export const HOUR_MS = 3_600_000;
export const UNREACHABLE: DeliveryResult = unavailable("unreachable");

/** A scripted Rocket.Chat that sees the whole notification. */
export type TestDeliver = (notification: Notification, signal: AbortSignal) => Promise<DeliveryResult>;

export interface Harness {
  outbox: MemoryOutbox;
  relay: Relay;
  /** Ids in the order in which sending began, with the time of each on the fake clock. */
  sent: { id: number; recipient: string; at: number; text: string }[];
  attempts: Attempt[];
  settled: { notification: Notification; settlement: Settlement; now: number }[];
  errors: unknown[];
  sentIds: () => number[];
  /** Stops without any grace and advances the fake time that it may take. */
  halt: () => Promise<void>;
}

/** A relay on an outbox in memory, not started. Time is vitest's fake time: Date, performance and timers alike. */
export function createHarness(
  deliver: TestDeliver,
  overrides: Partial<RelayOptions> = {},
  shared?: MemoryOutbox,
): Harness {
  const outbox = shared ?? createMemoryOutbox(Date.now);
  const harness: Omit<Harness, "relay" | "halt"> = {
    outbox,
    sent: [],
    attempts: [],
    settled: [],
    errors: [],
    sentIds: () => harness.sent.map(({ id }) => id),
  };
  const relay = createRelay({
    outbox,
    deliver(outgoing, signal) {
      const notification = { ...outbox.byMessageId(outgoing.messageId), ...outgoing };
      harness.sent.push({
        id: notification.id,
        recipient: notification.recipient,
        at: Date.now(),
        text: outgoing.text,
      });
      return deliver(notification, signal);
    },
    find: async () => "absent",
    holder: "relay-1",
    concurrency: 16,
    maxAgeMs: 168 * HOUR_MS,
    lateAfterMs: HOUR_MS / 6,
    digestAfter: 0,
    clock: Date.now,
    pollMs: 200,
    random: () => 0,
    onAttempt: (attempt) => harness.attempts.push(attempt),
    onSettled: (notification, settlement, now) => harness.settled.push({ notification, settlement, now }),
    onError: (error) => harness.errors.push(error),
    ...overrides,
  });
  async function halt(): Promise<void> {
    const stopped = relay.stop(0);
    await pass(2_000);
    await stopped;
  }
  return { ...harness, relay, halt };
}

/** Deliveries that stay open until the test answers them by id. */
export function createManualDeliver() {
  const open = new Map<number, (result: DeliveryResult) => void>();
  const signals: AbortSignal[] = [];
  const deliver: TestDeliver = (notification, signal) => {
    signals.push(signal);
    return new Promise((resolve) => open.set(notification.id, resolve));
  };
  return {
    deliver,
    signals,
    openIds: () => [...open.keys()],
    /** Answers, and waits for everything that follows at the same instant. */
    async answer(id: number, result: DeliveryResult): Promise<void> {
      const resolve = open.get(id);
      if (resolve === undefined) throw new Error(`notification ${id} is not being delivered`);
      open.delete(id);
      resolve(result);
      await pass(0);
    },
  };
}

/** Lets fake time pass, with everything that becomes due on the way. */
export async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}
