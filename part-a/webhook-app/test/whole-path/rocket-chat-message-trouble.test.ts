import { expect, test } from "vitest";
import { startTroubledChat } from "./chat-under-trouble.ts";
import { FLAWLESS } from "../../testing/judge.ts";

const SENDING = "chat.sendMessage";

test("what is stored although the answer was a 500 is looked up, not posted again", async () => {
  const chat = await startTroubledChat();
  chat.rocketChat.faults.replace([{ kind: "server_error", when: "after", operation: SENDING }]);
  await chat.push(3);
  await chat.settled();
  expect(chat.verdict()).toEqual(FLAWLESS);
  const { ledger } = chat.rocketChat;
  expect(ledger.attemptedIds().map((id) => ledger.attempts(id))).toEqual(Array(6).fill(1));
});

test.each(["server_error", "down"] as const)(
  "a message that meets %s is tried again while the others get through, and is told once in the end",
  async (kind) => {
    const chat = await startTroubledChat();
    chat.rocketChat.faults.replace([{ kind, operation: SENDING, recipient: "eve" }]);
    await chat.push(2, "eve");
    await expect
      .poll(() => chat.notifications("eve"))
      .toMatchObject([{}, { state: "pending", reason: "server_error" }]);
    await chat.push(3);
    await expect.poll(() => chat.verdict()).toEqual(FLAWLESS);
    expect(chat.rocketChat.ledger.messages("eve")).toEqual([]);
    chat.rocketChat.faults.replace([]);
    await chat.settled();
    expect(chat.verdict("eve")).toEqual(FLAWLESS);
  },
);

test("a message that Rocket.Chat refuses with success:false is kept, with the reason, and can be sent by hand", async () => {
  const chat = await startTroubledChat();
  chat.rocketChat.faults.replace([{ kind: "success_false", recipient: "eve" }]);
  await chat.push(1, "eve");
  await chat.push(3);
  await chat.settled();
  expect(chat.verdict()).toEqual(FLAWLESS);
  expect(await chat.notifications("eve")).toMatchObject([{ state: "buried", reason: "message_rejected", attempts: 1 }]);
  chat.rocketChat.faults.replace([]);
  await chat.retry("eve");
  await chat.settled();
  expect(chat.verdict("eve")).toEqual(FLAWLESS);
});

test("unknown and deactivated people are named, and hold up nobody", async () => {
  const chat = await startTroubledChat();
  await chat.push(1, "gone");
  await chat.settled();
  const { people, record } = chat.rocketChat.workspace;
  record({ kind: "active", userId: people.byUsername("gone")?.id ?? "", active: false });
  await chat.push(1, "ghost");
  await chat.push(1, "gone");
  await chat.push(3);
  await chat.settled();
  expect(chat.verdict()).toEqual(FLAWLESS);
  expect(await chat.notifications("ghost")).toMatchObject([{ state: "buried", reason: "unknown_user" }]);
  expect(await chat.notifications("gone")).toMatchObject([
    { state: "buried", reason: "deactivated_user" },
    { state: "delivered" },
  ]);
  expect(await chat.metric(`notifications_total{outcome="buried",reason="unknown_user"}`)).toBe(1);
  expect(await chat.metric(`notifications_total{outcome="buried",reason="deactivated_user"}`)).toBe(1);
});

test("messages at which Rocket.Chat hangs or fails hold up nobody, and come when it does so no more", async () => {
  const chat = await startTroubledChat();
  chat.rocketChat.faults.replace([
    { kind: "hang", operation: SENDING, recipient: "eve" },
    { kind: "server_error", operation: SENDING, recipient: "frank" },
  ]);
  await chat.push(1, "eve");
  await chat.push(1, "frank");
  await chat.push(3);
  await expect.poll(() => chat.verdict()).toEqual(FLAWLESS);
  // A request is given up after 10 s; frank's third try, in the plainest form, comes within 3 s.
  await expect
    .poll(() => chat.notifications("frank"))
    .toMatchObject([{ state: "pending", reason: "server_error", attempts: 3 }]);
  await expect
    .poll(() => chat.notifications("eve"), { timeout: 15_000 })
    .toMatchObject([{ reason: "timeout", attempts: 1 }]);
  expect(await chat.metric(`relay_lanes_on_hold{reason="server_error"}`)).toBe(1);
  chat.rocketChat.faults.replace([]);
  await chat.settled();
  expect(chat.verdict("eve")).toEqual(FLAWLESS);
  expect(chat.verdict("frank")).toEqual(FLAWLESS);
});
