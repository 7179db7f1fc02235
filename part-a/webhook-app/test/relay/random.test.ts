import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Notification } from "../../src/outbox/notification.ts";
import { seededRandom } from "../../testing/seeded-random.ts";
import type { DeliveryResult } from "../../src/relay/delivery.ts";
import { failed, rejected, unavailable } from "./answers.ts";
import { createHarness, DELIVERED, pass } from "./harness.ts";
import type { Harness } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const RECIPIENTS = 5;
const MESSAGES = 200;
const CONCURRENCY = 3;

function randomResult(random: () => number): DeliveryResult {
  const dice = random();
  if (dice < 0.8) return DELIVERED;
  if (dice < 0.85) return rejected("message_rejected");
  if (dice < 0.94) return failed("timeout");
  if (dice < 0.97) return unavailable("unreachable");
  return unavailable("rate_limited", Date.now() + Math.floor(random() * 5_000));
}

/** Answers at random, and looks at every beginning of a delivery whether it may be there. */
function createWatchedDeliver(random: () => number) {
  const violations: string[] = [];
  const open = new Map<string, { id: number; duringPause: boolean }>();
  const watched = { harness: undefined as Harness | undefined, violations };
  let quietUntil = 0;

  function look({ id, recipient }: Notification): void {
    const say = (what: string): number => violations.push(`${what}: ${id} to ${recipient} at ${Date.now()}`);
    const { outbox, relay } = watched.harness ?? {};
    const lease = outbox?.lease;
    if (open.size >= CONCURRENCY) say("too many open");
    if (open.has(recipient)) say("two open for one recipient");
    if (lease?.holder !== "relay-1" || lease.expiresAt <= Date.now()) say("sent without the lease");
    if (Date.now() < quietUntil) say("sent before the end of the rate limit");
    const paused = relay?.status().paused !== null;
    if (paused && [...open.values()].some(({ duringPause }) => duringPause)) say("two trials");
    for (const row of outbox?.rows.values() ?? []) {
      if (row.id < id && row.recipient === recipient && !concluded.has(row.id)) say(`sent before ${row.id}`);
    }
    open.set(recipient, { id, duringPause: paused });
  }

  /** Delivered or given up, as far as a relay may know it. */
  const concluded = new Set<number>();
  async function deliver(notification: Notification, signal: AbortSignal): Promise<DeliveryResult> {
    look(notification);
    await new Promise((resolve) => setTimeout(resolve, random() * 50));
    open.delete(notification.recipient);
    if (signal.aborted) return unavailable("unreachable");
    const result = randomResult(random);
    if (result.status === "unavailable") quietUntil = Math.max(quietUntil, result.resumeAt ?? 0);
    if (result.status === "delivered" || result.status === "rejected") concluded.add(notification.id);
    if (result.status === "failed" && notification.attempts === 4) concluded.add(notification.id);
    return result;
  }
  return { deliver, watched };
}

/** Another process takes the lease once this one could not renew it, holds it a while, and dies. */
async function takeLeaseAway({ outbox }: Harness): Promise<void> {
  outbox.failing.add("acquireLease");
  await pass(10_000);
  outbox.lease = { holder: "another", expiresAt: Date.now() + 4_000 };
  outbox.failing.clear();
}

describe("at random", () => {
  test.each(Array.from({ length: 12 }, (_, seed) => seed + 1))(
    "every notification is settled once, in order, one at a time, never without lease or during a pause (seed %i)",
    async (seed) => {
      const random = seededRandom(seed).next;
      const { deliver, watched } = createWatchedDeliver(random);
      const harness = createHarness(deliver, { concurrency: CONCURRENCY, random });
      const { outbox, relay, halt } = harness;
      watched.harness = harness;
      for (let message = 0; message < MESSAGES; message += 1) {
        for (let person = 0; person < RECIPIENTS; person += 1) outbox.put(`person-${person}`);
      }
      relay.start();
      for (let trouble = 0; trouble < 3; trouble += 1) {
        await pass(random() * 10_000);
        await takeLeaseAway(harness);
        outbox.failing.add(trouble % 2 === 0 ? "settle" : "pending");
        await pass(random() * 8_000);
        outbox.failing.clear();
      }
      await pass(20 * 60_000);
      expect(watched.violations).toEqual([]);
      const final = outbox.written.filter(({ state }) => state !== "pending").map(({ id }) => id);
      expect(final).toHaveLength(RECIPIENTS * MESSAGES);
      expect(new Set(final).size).toBe(RECIPIENTS * MESSAGES);
      expect(harness.settled).toHaveLength(RECIPIENTS * MESSAGES);
      await halt();
    },
  );
});
