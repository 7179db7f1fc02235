import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { RelayOptions } from "../../src/relay/relay.ts";
import { failed, rejected } from "./answers.ts";
import { createChatModel } from "./chat-model.ts";
import type { ChatModel } from "./chat-model.ts";
import { createHarness, HOUR_MS, pass } from "./harness.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MINUTE_MS = 60_000;

function startRelay(chat: ChatModel, overrides: Partial<RelayOptions> = {}) {
  const options = { digestAfter: 5, pollMs: 10_000, find: chat.find, ...overrides };
  const harness = createHarness(async (outgoing) => chat.deliver(outgoing), options, chat.outbox);
  harness.relay.start();
  return harness;
}

/** A relay that has been up for long, and so many messages to jane and john during an outage of an hour. */
async function startWithOutage(count: number, overrides: Partial<RelayOptions> = {}) {
  const chat = createChatModel();
  const harness = startRelay(chat, overrides);
  await pass(HOUR_MS);
  chat.down = true;
  chat.put("jane", count);
  chat.put("john", 2);
  await pass(HOUR_MS);
  return { chat, ...harness };
}

function expectAllToldOnce(chat: ChatModel, recipient: string): void {
  expect(chat.timesTold(recipient)).toEqual(chat.shas(recipient).map(() => 1));
  expect(chat.order(recipient)).toEqual(chat.shas(recipient));
  const states = [...chat.outbox.rows.values()].map(({ state }) => state);
  expect(new Set(states)).toEqual(new Set(["delivered"]));
}

const isDigest = ({ text }: { text: string }): boolean => text.startsWith("Late: ");

test("an abandoned check for what is there ends nothing", async () => {
  const chat = createChatModel();
  chat.put("jane", 8);
  await pass(HOUR_MS);
  const find: RelayOptions["find"] = (_outgoing, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
  const { errors, halt } = startRelay(chat, { find });
  await pass(1_000);
  chat.outbox.lease = { holder: "another", expiresAt: Infinity };
  await pass(MINUTE_MS);
  await halt();
  expect(errors).toEqual([]);
});

describe("after an outage", () => {
  test("many late messages of one person are sent as one, few separately, and each says when", async () => {
    const { chat, attempts, settled, halt } = await startWithOutage(20);
    const since = new Date(Date.now() - HOUR_MS).toISOString().slice(0, 16).replace("T", " ");
    chat.down = false;
    await pass(MINUTE_MS);
    expectAllToldOnce(chat, "jane");
    expectAllToldOnce(chat, "john");
    const toJane = chat.posted.filter(({ recipient }) => recipient === "jane");
    expect(toJane.length).toBeLessThanOrEqual(2);
    expect(toJane.filter(isDigest)).toHaveLength(1);
    for (const { text } of chat.posted) expect(text).toContain(`${since} UTC`);
    expect(chat.posted.filter(({ recipient }) => recipient === "john").some(isDigest)).toBe(false);
    expect(settled.length).toBe(toJane.length + 2);
    expect(attempts.filter(({ result, late }) => result.status === "delivered" && late)).toHaveLength(settled.length);
    await halt();
  });

  test("as many digests as 4,900 characters ask for", async () => {
    const { chat, halt } = await startWithOutage(95);
    chat.down = false;
    await pass(MINUTE_MS);
    expectAllToldOnce(chat, "jane");
    const toJane = chat.posted.filter(({ recipient }) => recipient === "jane");
    expect(toJane.filter(isDigest).length).toBeGreaterThan(1);
    expect(toJane.length).toBeLessThanOrEqual(4);
    for (const { text } of toJane) expect(text.length).toBeLessThanOrEqual(4_900);
    await halt();
  });

  test.each([0, 20])("DIGEST_AFTER=%i leaves them apart", async (digestAfter) => {
    const { chat, halt } = await startWithOutage(20, { digestAfter });
    chat.down = false;
    await pass(MINUTE_MS);
    expectAllToldOnce(chat, "jane");
    expect(chat.posted.some(isDigest)).toBe(false);
    await halt();
  });

  test("one that may have been posted already goes alone, under its own id", async () => {
    const chat = createChatModel();
    const { halt } = startRelay(chat);
    await pass(HOUR_MS);
    chat.answer = () => "posted, but the answer is lost";
    chat.put("jane", 20);
    await pass(11 * MINUTE_MS);
    chat.answer = () => ({ status: "delivered" });
    await pass(31 * MINUTE_MS);
    expectAllToldOnce(chat, "jane");
    expect(chat.posted.filter(isDigest)).toHaveLength(1);
    expect(chat.posted).toHaveLength(2);
    await halt();
  });

  test("one that was retried by hand goes alone: an earlier try may have posted it", async () => {
    const chat = createChatModel();
    chat.down = true;
    const ids = chat.put("jane", 20);
    const retried = ids[7] ?? 0;
    const { halt } = startRelay(chat);
    await pass(HOUR_MS);
    Object.assign(chat.outbox.rows.get(retried) ?? {}, { pendingSince: Date.now() });
    await halt();
    const next = startRelay(chat, { holder: "relay-2" });
    await pass(20_000);
    chat.down = false;
    await pass(MINUTE_MS);
    expectAllToldOnce(chat, "jane");
    const sha = chat.outbox.rows.get(retried)?.sha ?? "";
    expect(chat.posted.filter(({ text }) => text.includes(sha)).some(isDigest)).toBe(false);
    expect(chat.posted.filter(isDigest)).toHaveLength(2);
    await next.halt();
  });
});

describe("a stored digest", () => {
  test("is sent again with the same id and text after a takeover, even if more came since", async () => {
    const { chat, halt } = await startWithOutage(20);
    let digests = 0;
    chat.answer = (outgoing) => (isDigest(outgoing) && (digests += 1) ? failed("timeout") : { status: "delivered" });
    chat.down = false;
    await pass(MINUTE_MS);
    await halt();
    const [stored] = [...chat.outbox.rows.values()].flatMap(({ digest }) => digest ?? []);
    expect(digests).toBeGreaterThan(0);
    chat.put("jane", 3);
    chat.answer = () => ({ status: "delivered" });
    const next = startRelay(chat, { holder: "relay-2" });
    await pass(MINUTE_MS);
    expectAllToldOnce(chat, "jane");
    expect(chat.posted.find(isDigest)).toMatchObject({ ...stored });
    await next.halt();
  });

  test("is delivered once when it was posted and nobody could write that down", async () => {
    const { chat, halt } = await startWithOutage(20);
    chat.outbox.failing.add("settle");
    chat.down = false;
    await pass(MINUTE_MS);
    await halt();
    chat.outbox.failing.clear();
    await pass(11_000);
    const next = startRelay(chat, { holder: "relay-2" });
    await pass(MINUTE_MS);
    expectAllToldOnce(chat, "jane");
    expect(chat.posted.filter(isDigest)).toHaveLength(1);
    await next.halt();
  });

  test("is not sent before it is known to be stored", async () => {
    const { chat, halt } = await startWithOutage(20);
    chat.outbox.failing.add("storeDigest");
    chat.down = false;
    await pass(MINUTE_MS);
    expect(chat.posted.some(isDigest)).toBe(false);
    chat.outbox.failing.clear();
    await pass(1_000);
    expectAllToldOnce(chat, "jane");
    await halt();
  });

  test("stays stored when the relay stops while it is open", async () => {
    const { chat, relay } = await startWithOutage(20);
    const { deliver } = chat;
    let open = false;
    chat.deliver = async (outgoing) => {
      if (!isDigest(outgoing)) return deliver(outgoing);
      open = true;
      return new Promise(() => {});
    };
    chat.down = false;
    await pass(MINUTE_MS);
    expect(open).toBe(true);
    const stopped = relay.stop(3_000);
    await pass(5_000);
    await stopped;
    expect([...chat.outbox.rows.values()].filter(({ digestOf }) => digestOf !== null).length).toBeGreaterThan(10);
    chat.deliver = deliver;
    const next = startRelay(chat, { holder: "relay-2" });
    await pass(MINUTE_MS);
    expectAllToldOnce(chat, "jane");
    await next.halt();
  });

  test.each([rejected("message_rejected"), rejected("app_prevented"), failed("server_error")])(
    "that is refused for what it is buries nobody's messages: they go one by one",
    async (refusal) => {
      const { chat, relay, halt } = await startWithOutage(20);
      chat.answer = (outgoing) => (isDigest(outgoing) ? refusal : { status: "delivered" });
      chat.down = false;
      for (let minute = 0; minute < 15; minute += 1) {
        chat.put("kim");
        relay.wake();
        await pass(MINUTE_MS);
      }
      expectAllToldOnce(chat, "jane");
      expect(chat.posted.some(isDigest)).toBe(false);
      await halt();
    },
  );

  test("that may have been posted is looked for before its notifications go one by one", async () => {
    const { chat, relay, halt } = await startWithOutage(20);
    chat.answer = (outgoing) => {
      if (!isDigest(outgoing)) return { status: "delivered" };
      return chat.posted.some(isDigest) ? failed("server_error") : "posted, but the answer is lost";
    };
    chat.down = false;
    for (let minute = 0; minute < 50; minute += 1) {
      chat.put("kim");
      relay.wake();
      await pass(MINUTE_MS);
    }
    expectAllToldOnce(chat, "jane");
    expect(chat.posted.filter(isDigest)).toHaveLength(1);
    await halt();
  });

  test("to somebody who is unknown is buried, all of it, for that reason", async () => {
    const { chat, halt } = await startWithOutage(20);
    chat.answer = (outgoing) => (isDigest(outgoing) ? rejected("unknown_user") : { status: "delivered" });
    chat.down = false;
    await pass(MINUTE_MS);
    const buried = [...chat.outbox.rows.values()].filter(({ reason }) => reason === "unknown_user");
    expect(buried.length).toBeGreaterThan(10);
    await halt();
  });

  test("does not take the young with the old: when its oldest is too old, the others come in a new one", async () => {
    const chat = createChatModel();
    const { halt } = startRelay(chat, { maxAgeMs: 3 * HOUR_MS });
    await pass(HOUR_MS);
    chat.down = true;
    const old = chat.put("jane", 6);
    await pass(2 * HOUR_MS);
    const young = chat.put("jane", 6);
    await pass(HOUR_MS - 5 * MINUTE_MS);
    chat.answer = (outgoing) => (isDigest(outgoing) ? failed("server_error") : { status: "delivered" });
    chat.down = false;
    await pass(10 * MINUTE_MS);
    chat.answer = () => ({ status: "delivered" });
    await pass(HOUR_MS);
    const stateOf = (id: number) => chat.outbox.rows.get(id);
    for (const id of young) expect(stateOf(id)).toMatchObject({ state: "delivered" });
    const expired = old.filter((id) => stateOf(id)?.reason === "expired");
    expect(expired.length).toBeGreaterThan(3);
    const toldTwice = chat.timesTold("jane").filter((times) => times > 1);
    expect(toldTwice).toEqual([]);
    await halt();
  });
});

describe("what an earlier leader may have sent", () => {
  /** A leader that sent so many of jane's messages, wrote nothing of it, and died with the next one under way. */
  async function leaveUnwritten(count: number, sent: number) {
    const chat = createChatModel();
    const ids = chat.put("jane", count);
    const sendUnseen = async (id: number) => {
      const row = chat.outbox.rows.get(id);
      if (row) await chat.deliver(row);
    };
    for (const id of ids.slice(0, sent)) await sendUnseen(id);
    await pass(HOUR_MS);
    return { chat, underWay: () => sendUnseen(ids[sent] ?? 0) };
  }

  test.each([0, 1, 7, 19])("is not repeated in a digest: %i were posted, and nobody recorded it", async (sent) => {
    const { chat } = await leaveUnwritten(20, sent);
    const { halt } = startRelay(chat);
    await pass(MINUTE_MS);
    expectAllToldOnce(chat, "jane");
    expect(chat.posted.length).toBeLessThanOrEqual(sent + 7);
    await halt();
  });

  test.each([0, 1, 7])("nor is the one under way when it arrives late, after %i", async (sent) => {
    const { chat, underWay } = await leaveUnwritten(20, sent);
    const { deliver } = chat;
    // The old request arrives once the new leader has sent something.
    chat.deliver = async (outgoing) => {
      if (isDigest(outgoing)) await underWay();
      return deliver(outgoing);
    };
    const { halt } = startRelay(chat);
    await pass(MINUTE_MS);
    expectAllToldOnce(chat, "jane");
    expect(chat.posted.filter(isDigest)).toHaveLength(1);
    await halt();
  });

  test("nor is it when those before it were given up", async () => {
    const { chat, underWay } = await leaveUnwritten(20, 1);
    const [refused = "", ...others] = chat.shas("jane");
    chat.posted.length = 0;
    const { deliver } = chat;
    chat.find = async ({ messageId }) => (chat.posted.some((one) => one.messageId === messageId) ? "there" : "absent");
    chat.deliver = async (outgoing) => {
      if (isDigest(outgoing)) await underWay();
      return outgoing.text.includes(refused) ? rejected("message_rejected") : deliver(outgoing);
    };
    const { halt } = startRelay(chat);
    await pass(MINUTE_MS);
    expect(chat.order("jane")).toEqual(others);
    expect(chat.posted.filter(isDigest)).toHaveLength(1);
    await halt();
  });

  test("while it is unknown what is there, they are sent separately", async () => {
    const { chat } = await leaveUnwritten(20, 7);
    const { halt } = startRelay(chat, { find: async () => "unknown" });
    await pass(MINUTE_MS);
    expectAllToldOnce(chat, "jane");
    expect(chat.posted.some(isDigest)).toBe(false);
    await halt();
  });
});
