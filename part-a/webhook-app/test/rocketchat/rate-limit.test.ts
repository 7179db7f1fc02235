import { describe, expect, test } from "vitest";
import type { Operation } from "../../src/rocketchat/operations.ts";
import { connect, NOW } from "./connect.ts";
import { HTML, reply, type Reaction } from "./fake-rocket-chat.ts";

const BODY = {
  success: false,
  error:
    "Error, too many requests. Please slow down. You must wait 26 seconds before trying this endpoint again. [error-too-many-requests]",
};

function limited(reset?: string): Reaction {
  return reply(429, BODY, reset === undefined ? {} : { "X-RateLimit-Reset": reset });
}

const LIMITED = { status: "unavailable", reason: "rate_limited" };

describe("429", () => {
  test.each<[string, string | undefined, number | undefined]>([
    ["26 s ahead", String(NOW + 26_000), NOW + 26_000],
    ["an hour ahead: five minutes at most", String(NOW + 3_600_000), NOW + 300_000],
    ["missing", undefined, undefined],
    ["past", String(NOW - 1), undefined],
    ["now", String(NOW), undefined],
    ["in seconds", String(NOW / 1000), undefined],
    ["no number", "soon", undefined],
    ["negative", "-5", undefined],
    ["a huge number", "9".repeat(40), undefined],
    ["empty", "", undefined],
  ])("with a reset time that is %s", async (_name, header, resumeAt) => {
    await using rocket = await connect();
    rocket.fake.on("chat.sendMessage", limited(header));
    const expected = resumeAt === undefined ? LIMITED : { ...LIMITED, resumeAt };
    expect(await rocket.deliver()).toMatchObject(expected);
    expect(rocket.fake.operations()).toEqual(["im.create", "chat.sendMessage"]);
  });

  test.each<[string, Operation, Reaction]>([
    ["from im.create", "im.create", limited()],
    ["from a proxy", "chat.sendMessage", reply(429, HTML)],
    ["as 400", "chat.sendMessage", reply(400, BODY)],
  ])("%s", async (_name, operation, reaction) => {
    await using rocket = await connect();
    rocket.fake.on(operation, reaction);
    expect(await rocket.deliver()).toMatchObject(LIMITED);
  });

  test("from chat.getMessage after a failed send", async () => {
    await using rocket = await connect();
    rocket.fake.on("chat.sendMessage", reply(500, HTML));
    rocket.fake.on("chat.getMessage", limited(String(NOW + 9_000)));
    expect(await rocket.deliver()).toMatchObject({ ...LIMITED, resumeAt: NOW + 9_000 });
  });

  test("with a reset time stops all requests until then, including those of other deliveries", async () => {
    await using rocket = await connect();
    rocket.fake.on("chat.sendMessage", limited(String(NOW + 26_000)));
    await rocket.deliver();
    const before = rocket.fake.received.length;
    const expected = { ...LIMITED, resumeAt: NOW + 26_000 };
    rocket.clock.now = NOW + 25_999;
    expect(await rocket.deliver({ recipient: "joe" })).toMatchObject(expected);
    expect(rocket.fake.received).toHaveLength(before);
    rocket.clock.now = NOW + 26_000;
    await rocket.deliver({ recipient: "joe" });
    expect(rocket.fake.received.length).toBeGreaterThan(before);
  });

  test("does not stop requests for longer when the clock is set back", async () => {
    await using rocket = await connect();
    rocket.fake.on("im.create", limited(String(NOW + 26_000)));
    await rocket.deliver();
    rocket.clock.now = NOW - 3_600_000;
    await rocket.deliver();
    expect(rocket.fake.received).toHaveLength(2);
  });
});
