import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Outbox } from "../../src/outbox/outbox.ts";
import type { DeliveryResult, Outgoing } from "../../src/relay/delivery.ts";
import { createRelay } from "../../src/relay/relay.ts";
import type { Relay } from "../../src/relay/relay.ts";
import { failed, unavailable } from "./answers.ts";
import { seededRandom } from "../../testing/seeded-random.ts";
import { createChatModel } from "./chat-model.ts";
import type { ChatModel } from "./chat-model.ts";
import { HOUR_MS, pass } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const PEOPLE = ["jane", "john", "kim"];
const LATE_AFTER_MS = 20_000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Answers as a server in trouble may, and posts a message also when its answer is lost, or long after. */
function createTroubledChat(random: () => number) {
  const chat = createChatModel();
  const { deliver } = chat;
  chat.deliver = async (outgoing) => {
    await sleep(random() * 50);
    const dice = chat.down ? 0.97 : random();
    if (dice < 0.7) return deliver(outgoing);
    if (dice < 0.76) {
      void sleep(random() * 400).then(() => deliver(outgoing));
      return { ...failed("timeout"), mayArrive: true } as DeliveryResult;
    }
    if (dice < 0.9) return failed("server_error");
    return unavailable("unreachable");
  };
  return { chat, calmDown: () => (chat.deliver = deliver) };
}

/** One process: it can be killed, with a request under way that still arrives, late or never. */
function startProcess(chat: ChatModel, holder: string, random: () => number): { relay: Relay; kill: () => void } {
  const life = { over: false };
  const never = new Promise<never>(() => {});
  const mortal = async <Result>(work: Promise<Result>): Promise<Result> => {
    const result = await work;
    return life.over ? never : result;
  };
  const outbox = new Proxy(chat.outbox, {
    get(target, name) {
      const operation = target[name as keyof Outbox];
      if (typeof operation !== "function") return operation;
      return (...given: never[]) =>
        life.over ? never : mortal((operation as (...all: never[]) => Promise<unknown>)(...given));
    },
  });
  async function deliver(outgoing: Outgoing): Promise<DeliveryResult> {
    if (life.over) {
      // Frozen before its socket was written to: it wakes up later, and nobody hears the answer.
      await sleep(random() * 15_000);
      if (random() < 0.5) await chat.deliver(outgoing);
      return never;
    }
    return mortal(chat.deliver(outgoing));
  }
  const relay = createRelay({
    outbox,
    deliver,
    find: async (outgoing) => mortal(random() < 0.95 ? chat.find(outgoing) : Promise.resolve("unknown" as const)),
    holder,
    concurrency: 2,
    maxAgeMs: 168 * HOUR_MS,
    lateAfterMs: LATE_AFTER_MS,
    digestAfter: 3,
    clock: Date.now,
    pollMs: 500,
    random,
  });
  relay.start();
  return { relay, kill: () => (life.over = true) };
}

describe("takeovers at random, with digests", () => {
  test.each(Array.from({ length: 16 }, (_, seed) => seed + 1))(
    "every notification is told once, in order, whatever was under way (seed %i)",
    async (seed) => {
      const random = seededRandom(seed).next;
      const { chat, calmDown } = createTroubledChat(random);
      for (let life = 1; life <= 6; life += 1) {
        const { kill } = startProcess(chat, `relay-${life}`, random);
        for (let burst = 0; burst < 8; burst += 1) {
          chat.down = random() < 0.5;
          for (const person of PEOPLE) chat.put(person, Math.floor(random() * 6));
          await pass(random() * 15_000);
        }
        kill();
        chat.down = false;
        await pass(random() * 12_000);
      }
      const last = startProcess(chat, "the last one", random);
      calmDown();
      await pass(2 * HOUR_MS);
      for (const person of PEOPLE) {
        expect(chat.timesTold(person)).toEqual(chat.shas(person).map(() => 1));
        expect(chat.order(person)).toEqual(chat.shas(person));
      }
      const states = [...chat.outbox.rows.values()].map(({ state }) => state);
      expect(new Set(states)).toEqual(new Set(["delivered"]));
      expect(chat.posted.some(({ text }) => text.startsWith("Late: "))).toBe(true);
      await Promise.all([last.relay.stop(0), pass(2_000)]);
    },
  );
});
