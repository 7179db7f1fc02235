import { describe, expect, test } from "vitest";
import type { Faults } from "../../sandbox/faults.ts";
import type { PauseReason } from "../../src/reasons.ts";
import { startTroubledChat, type TroubledChat } from "./chat-under-trouble.ts";
import { FLAWLESS } from "../../testing/judge.ts";

type FaultList = Parameters<Faults["replace"]>[0];

const RESET_MS = 1_500;

const OUTAGES: [name: string, reason: PauseReason, faults: FaultList][] = [
  ["cuts every connection", "server_error", [{ kind: "down" }]],
  ["answers 500 to everything", "server_error", [{ kind: "server_error" }]],
  ["is hidden by a proxy's page", "not_rocket_chat", [{ kind: "html" }]],
  ["answers 429 without a reset time", "rate_limited", [{ kind: "rate_limited", resetInMs: null }]],
  ["answers 429 with a reset time long past", "rate_limited", [{ kind: "rate_limited", resetInMs: -60_000 }]],
  ["refuses the token", "unauthorized", [{ kind: "unauthorized" }]],
  ["is a restricted workspace", "restricted_workspace", [{ kind: "restricted_workspace" }]],
  ["answers, and fails whatever is written", "server_error", [{ kind: "exception", writing: true }]],
  ["has encrypted everybody's room", "encrypted_room", [{ kind: "encrypted" }]],
];

/** While it lasts, everything is kept and the reason is named: three pushes for two people each. */
async function expectPause(chat: TroubledChat, reason: PauseReason): Promise<void> {
  await chat.push(3);
  await expect.poll(() => chat.pausedBy(reason)).toBe(true);
  expect(await chat.metric("outbox_pending")).toBe(6);
  expect(await chat.metric("outbox_buried")).toBe(0);
  await expect
    .poll(chat.logLines)
    .toContainEqual(
      expect.objectContaining({ event: "delivery", reason, webhookId: expect.any(String), todo: expect.any(String) }),
    );
}

describe("while Rocket.Chat", () => {
  test.each(OUTAGES)(
    "%s, deliveries pause as %s; afterwards all are told once, in order",
    async (_name, reason, faults) => {
      const chat = await startTroubledChat();
      await chat.push(2);
      await chat.settled();
      chat.rocketChat.faults.replace(faults);
      await expectPause(chat, reason);
      chat.rocketChat.faults.replace([]);
      await chat.settled();
      expect(await chat.pausedBy(reason)).toBe(false);
      expect(chat.verdict()).toEqual(FLAWLESS);
    },
  );

  test("is down, deliveries pause as unreachable; afterwards all are told once, in order", async () => {
    const chat = await startTroubledChat();
    await chat.push(2);
    await chat.settled();
    await chat.rocketChat.close();
    await expectPause(chat, "unreachable");
    await chat.rocketChat.listen(chat.rocketChat.port);
    await chat.settled();
    expect(await chat.pausedBy("unreachable")).toBe(false);
    expect(chat.verdict()).toEqual(FLAWLESS);
  });

  test("names a reset time with its 429, no request of any kind is made before it", async () => {
    const arrivals: number[] = [];
    const chat = await startTroubledChat({ hooks: { onRequest: ({ at }) => arrivals.push(at) } });
    chat.rocketChat.faults.replace([{ kind: "rate_limited", resetInMs: RESET_MS, times: 1 }]);
    await chat.push(1, "eve");
    await expect.poll(() => chat.pausedBy("rate_limited")).toBe(true);
    await chat.push(3);
    await chat.settled();
    const [refused = 0, next = 0] = arrivals;
    expect(next - refused).toBeGreaterThanOrEqual(RESET_MS);
    expect([chat.verdict(), chat.verdict("eve")]).toEqual([FLAWLESS, FLAWLESS]);
  });

  test("is slow, messages come later, and each once", async () => {
    const chat = await startTroubledChat();
    chat.rocketChat.faults.replace([{ kind: "slow", delayMs: 400 }]);
    await chat.push(3);
    await chat.settled();
    expect(chat.verdict()).toEqual(FLAWLESS);
    expect(chat.rocketChat.ledger.attemptedIds().map((id) => chat.rocketChat.ledger.attempts(id))).toEqual(
      Array(6).fill(1),
    );
  });
});
