import { describe, expect, test } from "vitest";
import { connect } from "./connect.ts";
import { HTML, reply } from "./fake-rocket-chat.ts";

const SHA = "0123456789abcdef0123456789abcdef01234567";
const HEAD = `Jane pushed 40 commits to main in platform/app\nHead: <https://gitlab.example.com/c/${SHA}|${SHA}>`;
const LONG = `${HEAD}\n${Array.from({ length: 40 }, (_, index) => `- ${String(index).padStart(40, "0")} title`).join("\n")}`;

describe("a workspace with a lower message limit", () => {
  test("is asked for its limit, and gets a message of that length, under the same id", async () => {
    await using rocket = await connect();
    rocket.fake.ways.maxSize = 500;
    expect(await rocket.deliver({ text: LONG })).toEqual({ status: "delivered" });
    const { msg = "" } = rocket.fake.stored.get("m1") ?? {};
    expect(msg.length).toBeGreaterThan(400);
    expect(msg.length).toBeLessThanOrEqual(500);
    expect(msg.startsWith(HEAD)).toBe(true);
    expect(rocket.fake.operations()).toEqual(["im.create", "chat.sendMessage", "settings.public", "chat.sendMessage"]);
    expect(rocket.fake.stored.size).toBe(1);
  });

  test("is asked once; later messages are short enough at once, until the limit may have changed", async () => {
    await using rocket = await connect();
    rocket.fake.ways.maxSize = 500;
    await rocket.deliver({ text: LONG });
    rocket.fake.received.length = 0;
    await rocket.deliver({ text: LONG, messageId: "m2" });
    expect(rocket.fake.operations()).toEqual(["chat.sendMessage"]);
    rocket.fake.ways.maxSize = 5_000;
    rocket.clock.now += 10 * 60_000;
    await rocket.deliver({ text: LONG, messageId: "m3" });
    expect(rocket.fake.stored.get("m3")?.msg).toBe(LONG);
  });

  test("gets at last the SHA in full", async () => {
    await using rocket = await connect();
    rocket.fake.ways.maxSize = 60;
    expect(await rocket.deliver({ text: LONG })).toEqual({ status: "delivered" });
    expect(rocket.fake.stored.get("m1")?.msg).toContain(SHA);
  });

  test("that does not even take a SHA refuses the message", async () => {
    await using rocket = await connect();
    rocket.fake.ways.maxSize = 30;
    expect(await rocket.deliver({ text: LONG })).toMatchObject({
      status: "rejected",
      reason: "message_rejected",
      evidence: { code: "error-message-size-exceeded" },
    });
    expect(rocket.fake.received.length).toBeLessThan(10);
  });

  test.each([
    ["says nothing of it", reply(200, { settings: [], count: 0, offset: 0, total: 0, success: true })],
    ["shows another page of its settings", reply(200, { settings: [{ _id: "Accounts", value: 1 }], success: true })],
    [
      "states a limit that cannot be",
      reply(200, { settings: [{ _id: "Message_MaxAllowedSize", value: 9e9 }], success: true }),
    ],
    ["does not answer that", reply(500, HTML)],
  ])("but %s is tried with half as much", async (_name, settings) => {
    await using rocket = await connect();
    rocket.fake.ways.maxSize = 500;
    rocket.fake.on("settings.public", settings);
    expect(await rocket.deliver({ text: LONG })).toEqual({ status: "delivered" });
    expect(rocket.fake.stored.get("m1")?.msg.startsWith(HEAD)).toBe(true);
  });

  test("that already has the message gets nothing twice", async () => {
    await using rocket = await connect();
    await rocket.deliver({ text: LONG });
    rocket.fake.ways.maxSize = 500;
    expect(await rocket.deliver({ text: LONG })).toEqual({ status: "delivered", found: true });
    expect(rocket.fake.stored.get("m1")?.msg).toBe(LONG);
  });
});
