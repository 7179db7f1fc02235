import { describe, expect, test } from "vitest";
import { shorten } from "../../src/notifications/shorten.ts";
import { createRocketChat } from "../../src/rocketchat/rocket-chat.ts";
import { connect, notification, NOW } from "./connect.ts";
import { cut, reply, type Reaction } from "./fake-rocket-chat.ts";

const DELIVERED = { status: "delivered" };

describe("delivering", () => {
  test("opens the room once for each recipient and posts under the notification's message id", async () => {
    await using rocket = await connect();
    expect(await rocket.deliver({ messageId: "m1", text: "one" })).toEqual(DELIVERED);
    expect(await rocket.deliver({ messageId: "m2", text: "two" })).toEqual(DELIVERED);
    expect(await rocket.deliver({ messageId: "m3", recipient: "joe" })).toEqual(DELIVERED);
    expect(rocket.fake.operations()).toEqual([
      "im.create",
      "chat.sendMessage",
      "chat.sendMessage",
      "im.create",
      "chat.sendMessage",
    ]);
    expect(rocket.fake.stored.get("m2")).toEqual({ rid: "room-of-jane", msg: "two" });
    expect(rocket.fake.stored.get("m3")?.rid).toBe("room-of-joe");
  });

  test("sends its credentials and JSON, and asks for no link previews", async () => {
    await using rocket = await connect();
    await rocket.deliver();
    const sent = rocket.fake.received[1];
    expect(sent).toMatchObject({ method: "POST", path: "/api/v1/chat.sendMessage" });
    expect(sent?.headers).toMatchObject({
      "x-auth-token": "secret-token",
      "x-user-id": "bot-id",
      "content-type": "application/json",
    });
    expect(sent?.body).toEqual({
      message: { _id: "m1", rid: "room-of-jane", msg: "pushed 1 commit" },
      previewUrls: [],
    });
  });

  test.each(["/chat", "/team/chat"])("works below the path %s", async (prefix) => {
    await using rocket = await connect({}, prefix);
    expect(await rocket.deliver()).toEqual(DELIVERED);
    expect(rocket.fake.received.map(({ path }) => path)).toEqual([
      `${prefix}/api/v1/im.create`,
      `${prefix}/api/v1/chat.sendMessage`,
    ]);
  });

  test("works with a slash at the end of the URL", async () => {
    await using rocket = await connect({}, "/chat");
    const withSlash = createRocketChat({
      url: `${rocket.fake.url}/`,
      userId: "u",
      authToken: "t",
      connections: 1,
      shorten,
      clock: () => NOW,
    });
    const { deliver } = withSlash;
    expect(await deliver(notification(), new AbortController().signal)).toEqual(DELIVERED);
    await withSlash.close();
  });

  test("delivers many at once over no more connections than allowed", async () => {
    await using rocket = await connect({ connections: 4 });
    const ports = new Set<number | undefined>();
    const store: Reaction = (response, { body }) => {
      ports.add(response.socket?.remotePort);
      reply(200, { ...(body as object), success: true })(response, {} as never);
    };
    rocket.fake.on("chat.sendMessage", store);
    const ids = Array.from({ length: 60 }, (_, index) => `m${index}`);
    const results = await Promise.all(ids.map((messageId) => rocket.deliver({ messageId })));
    expect(results).toEqual(ids.map(() => DELIVERED));
    expect(ports.size).toBeGreaterThan(1);
    expect(ports.size).toBeLessThanOrEqual(4);
  });

  test("reports every request with its operation and code", async () => {
    await using rocket = await connect();
    rocket.fake.on("chat.sendMessage", reply(500, { success: false, error: "Internal server error" }));
    await rocket.deliver();
    expect(rocket.reported).toEqual(["im.create 200", "chat.sendMessage 500", "chat.getMessage 400"]);
  });
});

describe("a message that Rocket.Chat has already", () => {
  test("is delivered when the repetition fails, and is not posted again", async () => {
    await using rocket = await connect();
    rocket.fake.stored.set("m1", { rid: "room-of-jane", msg: "from before a crash" });
    expect(await rocket.deliver()).toEqual({ ...DELIVERED, found: true });
    expect(rocket.fake.stored.get("m1")?.msg).toBe("from before a crash");
    expect(rocket.fake.operations().filter((name) => name === "chat.sendMessage")).toHaveLength(1);
  });

  test.each<[string, Reaction]>([
    ["500", reply(500, { success: false, error: "Internal server error" })],
    ["a success without the message", reply(200, { success: true })],
    ["a success without a body", reply(200, "")],
    ["restricted-workspace", reply(400, { success: false, error: "restricted-workspace" })],
    ["a cut connection", cut],
  ])("is delivered when storing it ends in %s", async (_name, ending) => {
    await using rocket = await connect();
    rocket.fake.on("chat.sendMessage", (response, received) => {
      rocket.fake.stored.set("m1", { rid: "room-of-jane", msg: "stored" });
      ending(response, received);
    });
    expect(await rocket.deliver()).toEqual({ ...DELIVERED, found: true });
  });

  test("does not count when it is in another room", async () => {
    await using rocket = await connect();
    rocket.fake.stored.set("m1", { rid: "elsewhere", msg: "not ours" });
    expect(await rocket.deliver()).toMatchObject({ status: "failed", reason: "server_error" });
  });
});

test.each([
  { authToken: "secret\nvalue", userId: "u" },
  { authToken: "t", userId: "secret value" },
])("credentials that no header can carry are refused at once without being repeated", (credentials) => {
  const connectWith = () =>
    createRocketChat({ url: "http://127.0.0.1:1", connections: 1, shorten, clock: () => NOW, ...credentials });
  expect(connectWith).toThrow(/has characters that are not allowed in HTTP headers/);
  expect(connectWith).not.toThrow(/secret/);
});
