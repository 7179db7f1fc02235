import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Notification } from "../../src/outbox/notification.ts";
import type { DeliveryResult } from "../../src/relay/delivery.ts";
import { failed, rejected, withheld } from "./answers.ts";
import { createHarness, DELIVERED, HOUR_MS, pass } from "./harness.ts";
import type { Harness } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MINUTE_MS = 60_000;
const BROKEN = failed("server_error");
const PEOPLE = Array.from({ length: 6 }, (_, index) => `person-${index + 1}`);

/** Puts a message for the person each so many milliseconds; returns what the longest took until it was delivered. */
async function longestDelay({ outbox, relay }: Harness, recipient: string, everyMs: number, count: number) {
  const ids: number[] = [];
  for (let message = 0; message < count; message += 1) {
    ids.push(...outbox.put(recipient));
    relay.wake();
    await pass(everyMs);
  }
  const delays = ids.map((id) => {
    const row = outbox.rows.get(id);
    return row?.state === "delivered" ? (row.settledAt ?? Infinity) - row.receivedAt : Infinity;
  });
  return Math.max(...delays);
}

/** Ids in the order in which they got through, of each recipient. */
function createChat(answer: (recipient: string, id: number) => DeliveryResult) {
  const told = new Map<string, number[]>();
  async function deliver({ recipient, id }: Notification): Promise<DeliveryResult> {
    const result = answer(recipient, id);
    if (result.status === "delivered") told.set(recipient, [...(told.get(recipient) ?? []), id]);
    return result;
  }
  const harness = createHarness(deliver, { pollMs: MINUTE_MS });
  return { ...harness, told };
}

describe("only writing fails", () => {
  test.each([
    ["10 minutes", 10 * MINUTE_MS],
    ["an hour", HOUR_MS],
  ])(
    "for %s, for 6 people with 5 messages each: nothing is buried, all are delivered once and in order",
    async (_, ms) => {
      let broken = true;
      const { outbox, relay, told, sent, halt } = createChat((_recipient, id) =>
        broken ? failed(id % 2 ? "server_error" : "timeout") : DELIVERED,
      );
      const ids = new Map(PEOPLE.map((person) => [person, outbox.put(person, 5)]));
      relay.start();
      await pass(1_000);
      expect(relay.status().paused?.reason).toMatch(/^server_error|timeout$/);
      const sentAtOnce = sent.length;
      await pass(ms);
      expect(sent.length - sentAtOnce).toBeGreaterThan(ms / 31_000);
      expect(sent.length - sentAtOnce).toBeLessThan(ms / 19_000 + 8);
      expect(outbox.concluded()).toEqual([]);
      broken = false;
      await pass(30_000);
      expect(relay.status()).toMatchObject({ paused: null, lanesOnHold: [] });
      for (const person of PEOPLE) expect(told.get(person)).toEqual(ids.get(person));
      await halt();
    },
  );

  test("for an hour, for a single person: nothing is buried, the others' first message shows that it was everybody's", async () => {
    let broken = true;
    const { outbox, relay, told, halt } = createChat(() => (broken ? BROKEN : DELIVERED));
    const ids = outbox.put("jane", 3);
    relay.start();
    await pass(HOUR_MS);
    expect(outbox.concluded()).toEqual([]);
    expect(relay.status()).toMatchObject({
      paused: null,
      lanesOnHold: [{ recipient: "jane", reason: "server_error" }],
    });
    broken = false;
    await pass(30 * MINUTE_MS);
    expect(told.get("jane")).toEqual(ids);
    await halt();
  });

  test("from the third try on a message goes in its plainest form, in case its text is the trouble", async () => {
    const { outbox, relay, sent, halt } = createHarness(async ({ text }) => (text === "pushed" ? BROKEN : DELIVERED));
    const ids = outbox.put("jane", 2, { actor: "jdoe" });
    relay.start();
    await pass(30_000);
    const plain = `Commit ${"a".repeat(40)} by jdoe in platform/api`;
    expect(sent.map(({ id, text }) => [id, text])).toEqual(
      ids.flatMap((id) => [
        [id, "pushed"],
        [id, "pushed"],
        [id, plain],
      ]),
    );
    expect(outbox.rows.get(ids[0] ?? 0)).toMatchObject({ state: "delivered", attempts: 3 });
    await halt();
  });

  test("an outage leaves no blame: what failed in it has all its tries afterwards", async () => {
    let broken = true;
    const { outbox, relay, halt } = createChat((recipient) => (broken || recipient === "poison" ? BROKEN : DELIVERED));
    const [poison = 0] = outbox.put("poison");
    outbox.put("jane");
    relay.start();
    await pass(20 * MINUTE_MS);
    broken = false;
    await pass(30_000);
    await pass(30_000);
    outbox.put("jane");
    relay.wake();
    await pass(60_000);
    expect(outbox.rows.get(poison)).toMatchObject({ state: "pending" });
    await pass(6 * MINUTE_MS);
    expect(outbox.rows.get(poison)).toMatchObject({ state: "buried", reason: "server_error" });
    await halt();
  });

  test("a message that was found to be there shows nothing: it may have been posted before", async () => {
    let broken = true;
    const { outbox, relay, told, halt } = createChat((recipient) => {
      if (!broken) return DELIVERED;
      return recipient === "jane" ? { status: "delivered", found: true } : BROKEN;
    });
    outbox.put("jane", 3);
    const ids = outbox.put("john", 2);
    outbox.put("kim", 2);
    relay.start();
    await pass(HOUR_MS);
    expect(relay.status().paused?.reason).toBe("server_error");
    expect(outbox.concluded()).toHaveLength(3);
    broken = false;
    await pass(30_000);
    expect(told.get("john")).toEqual(ids);
    await halt();
  });

  test("sends that began before it say nothing of it", async () => {
    const { outbox, relay, halt } = createHarness(async ({ recipient, attempts }) => {
      if (recipient === "slow") {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        return DELIVERED;
      }
      return attempts === 0 || recipient === "jane" ? BROKEN : DELIVERED;
    });
    outbox.put("slow");
    const [id = 0] = outbox.put("jane");
    relay.start();
    await pass(HOUR_MS);
    expect(outbox.rows.get(id)?.state).toBe("pending");
    await halt();
  });
});

describe("one person alone", () => {
  test("gets their message within about a minute of an outage's end, however long it was", async () => {
    let broken = true;
    const { outbox, relay, halt } = createChat(() => (broken ? BROKEN : DELIVERED));
    outbox.put("jane", 3);
    relay.start();
    await pass(HOUR_MS);
    expect(outbox.concluded()).toEqual([]);
    broken = false;
    await pass(67_000);
    expect(outbox.concluded().map(({ state }) => state)).toEqual(["delivered", "delivered", "delivered"]);
    await halt();
  });

  test.each([
    ["whose messages fail", BROKEN],
    ["whom the bot may not write to", withheld("not_permitted")],
    ["whose room is encrypted", withheld("encrypted_room")],
    ["for whom a second factor is asked", withheld("unauthorized")],
    ["whose messages an app prevents", rejected("app_prevented")],
    ["who is unknown", rejected("unknown_user")],
  ])("%s does not pause the relay: the others' delay stays under 2 s", async (_, result) => {
    const chat = createChat((recipient) => (recipient === "jane" ? result : DELIVERED));
    chat.outbox.put("jane", 20);
    chat.relay.start();
    await pass(1_000);
    expect(await longestDelay(chat, "john", 7_000, 500)).toBeLessThan(2_000);
    expect(chat.relay.status().paused).toBeNull();
    await chat.halt();
  });

  test("two for whom it always fails do not pause it either, once somebody else was notified", async () => {
    const chat = createChat((recipient) => (recipient === "john" ? DELIVERED : BROKEN));
    chat.outbox.put("jane", 20);
    chat.outbox.put("kim", 20);
    chat.relay.start();
    await longestDelay(chat, "john", 30_000, 2);
    expect(await longestDelay(chat, "john", 7_000, 500)).toBeLessThan(2_000);
    await chat.halt();
  });

  test.each(["not_permitted", "encrypted_room"] as const)(
    "%s waits in the lane until it is too old, and is sent when the person can be written to",
    async (reason) => {
      let refuses = true;
      const { outbox, relay, told, halt } = createChat((recipient) =>
        refuses && recipient === "jane" ? withheld(reason) : DELIVERED,
      );
      const ids = outbox.put("jane", 2);
      outbox.put("john");
      relay.start();
      const begunAt = Date.now();
      await pass(5 * HOUR_MS);
      expect(outbox.concluded()).toHaveLength(1);
      const [hold] = relay.status().lanesOnHold;
      expect(hold).toMatchObject({ recipient: "jane", reason, since: begunAt });
      expect(hold?.nextTryAt).toBeGreaterThan(Date.now());
      expect(hold?.nextTryAt).toBeLessThanOrEqual(Date.now() + 30 * MINUTE_MS);
      refuses = false;
      await pass(30 * MINUTE_MS);
      expect(told.get("jane")).toEqual(ids);
      await halt();
    },
  );

  test("what waits in a lane is buried when it is too old, without another try", async () => {
    const { outbox, relay, halt } = createHarness(async () => withheld("not_permitted"), { maxAgeMs: HOUR_MS });
    const ids = outbox.put("jane", 2);
    relay.start();
    await pass(HOUR_MS + 1_000);
    for (const id of ids) expect(outbox.rows.get(id)).toMatchObject({ state: "buried", reason: "expired" });
    expect(relay.status().lanesOnHold).toEqual([]);
    await halt();
  });

  test("is one lane however the name is written", async () => {
    let open = 0;
    const { outbox, relay, told, halt } = createChat(() => DELIVERED);
    const ids = [...outbox.put("Jane"), ...outbox.put("jane"), ...outbox.put("JANE")];
    relay.start();
    await pass(100);
    expect([...told.values()].flat()).toEqual(ids);
    await halt();
    const watched = createHarness(async () => {
      expect((open += 1)).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 10));
      open -= 1;
      return DELIVERED;
    });
    for (const name of ["Jane", "jane"]) watched.outbox.put(name, 200);
    watched.relay.start();
    await pass(10_000);
    expect(watched.outbox.concluded()).toHaveLength(400);
    await watched.halt();
  });
});

describe("a refusal that everybody gets", () => {
  test.each([
    withheld("not_permitted"),
    withheld("encrypted_room"),
    rejected("app_prevented"),
    rejected("message_rejected"),
  ] as Extract<DeliveryResult, { reason: string }>[])("pauses with its reason: $reason", async (refusal) => {
    let refuses = true;
    const { outbox, relay, told, halt } = createChat(() => (refuses ? refusal : DELIVERED));
    for (const person of PEOPLE) outbox.put(person, 5);
    relay.start();
    await pass(HOUR_MS);
    expect(relay.status().paused?.reason).toBe(refusal.reason);
    // The first one's refusal was taken for that person's.
    expect(outbox.concluded().length).toBeLessThanOrEqual(1);
    refuses = false;
    await pass(30_000);
    expect(relay.status().paused).toBeNull();
    expect([...told.values()].flat().length).toBeGreaterThanOrEqual(29);
    await halt();
  });

  test("two different ones do not", async () => {
    const { outbox, relay, halt } = createChat((recipient) =>
      withheld(recipient === "jane" ? "not_permitted" : "encrypted_room"),
    );
    outbox.put("jane");
    outbox.put("john");
    relay.start();
    await pass(HOUR_MS);
    expect(relay.status()).toMatchObject({ paused: null, lanesOnHold: [{}, {}] });
    await halt();
  });
});
