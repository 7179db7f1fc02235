import { describe, expect, test, vi } from "vitest";
import type { Operation } from "../../src/rocketchat/operations.ts";
import { connect, notification, NOW } from "./connect.ts";
import { createRocketChat } from "../../src/rocketchat/rocket-chat.ts";
import { cut, hang, HTML, reply, type Reaction } from "./fake-rocket-chat.ts";

const JSON_HEADER = { "Content-Type": "application/json" };

/** Sends a byte every 20 ms, for ever. */
const trickle: Reaction = (response) => {
  response.writeHead(200, JSON_HEADER);
  const timer = setInterval(() => response.write(" "), 20);
  response.on("close", () => clearInterval(timer));
};

const cutInTheBody: Reaction = (response) => {
  response.writeHead(200, { ...JSON_HEADER, "Content-Length": "500" });
  response.write('{"message":{', () => response.socket?.destroy());
};

const noHttp: Reaction = (response) => {
  response.socket?.end("SSH-2.0-OpenSSH_9.2\r\n");
};

const endless: Reaction = (response) => {
  response.writeHead(200, JSON_HEADER);
  const chunk = Buffer.alloc(64 * 1024, " ");
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", more);
  more();
};

const KINDS: [string, Reaction, "timeout" | "server_error", "timeout" | "server_error" | "unreachable"][] = [
  ["500", reply(500, { success: false, error: "Internal server error" }), "server_error", "server_error"],
  ["503 with HTML", reply(503, HTML), "server_error", "server_error"],
  ["HTML with 200", reply(200, HTML, { "Content-Type": "text/html" }), "server_error", "server_error"],
  ["HTML with 403, as from a firewall", reply(403, HTML), "server_error", "server_error"],
  ["HTML with 413", reply(413, HTML), "server_error", "server_error"],
  ["no route", reply(404, { success: false, error: "Resource not found" }), "server_error", "server_error"],
  ["success:false without a reason", reply(200, { success: false }), "server_error", "server_error"],
  ["400 without a reason", reply(400, { success: false }), "server_error", "server_error"],
  [
    "an exception that surfaces as 400",
    reply(400, { success: false, error: "connection 5 to 10.0.0.7:27017 closed" }),
    "server_error",
    "server_error",
  ],
  ["an error that is no text", reply(400, { success: false, error: { code: 1 } }), "server_error", "server_error"],
  ["another shape", reply(200, { message: [], success: "yes" }), "server_error", "server_error"],
  ["null", reply(200, "null"), "server_error", "server_error"],
  ["an empty body", reply(200, ""), "server_error", "server_error"],
  ["204", (response) => response.writeHead(204).end(), "server_error", "server_error"],
  ["a redirect", reply(302, "", { Location: "/login" }), "server_error", "server_error"],
  ["an answer without end", endless, "server_error", "server_error"],
  ["something that is not HTTP", noHttp, "server_error", "server_error"],
  ["a cut connection", cut, "server_error", "unreachable"],
  ["a connection cut in the body", cutInTheBody, "server_error", "unreachable"],
  ["no answer", hang, "timeout", "timeout"],
  ["an answer that trickles", trickle, "timeout", "timeout"],
];

describe.each<Operation>(["im.create", "chat.sendMessage"])("%s answered by", (operation) => {
  test.each(KINDS)("%s is the message's own trouble while `me` answers", async (_name, reaction, reason) => {
    await using rocket = await connect({ timeoutMs: 150 });
    rocket.fake.on(operation, reaction);
    expect(await rocket.deliver()).toEqual({ status: "failed", reason });
    expect(rocket.fake.operations().at(-1)).toBe("me");
    expect(rocket.fake.stored.size).toBe(0);
  });

  test.each(KINDS)("%s is Rocket.Chat's trouble when `me` gets the same", async (_name, reaction, _own, reason) => {
    await using rocket = await connect({ timeoutMs: 150 });
    rocket.fake.on(operation, reaction);
    rocket.fake.on("me", reaction);
    expect(await rocket.deliver()).toEqual({ status: "unavailable", reason });
  });
});

test("a redirect is not followed, and the token goes nowhere else", async () => {
  await using elsewhere = await connect();
  await using rocket = await connect();
  rocket.fake.on("chat.sendMessage", reply(307, "", { Location: `${elsewhere.fake.url}/api/v1/chat.sendMessage` }));
  expect(await rocket.deliver()).toEqual({ status: "failed", reason: "server_error" });
  expect(elsewhere.fake.received).toEqual([]);
});

test("an answer of just under one MiB is read", async () => {
  await using rocket = await connect();
  const padding = "x".repeat(1024 * 1024 - 200);
  rocket.fake.on("chat.sendMessage", reply(200, { message: { _id: "m1", rid: "r", padding }, success: true }));
  expect(await rocket.deliver()).toEqual({ status: "delivered" });
});

test("timeouts are reported as such, and broken connections as errors", async () => {
  await using rocket = await connect({ timeoutMs: 100 });
  rocket.fake.on("chat.sendMessage", hang, cut);
  await rocket.deliver();
  await rocket.deliver();
  expect(rocket.reported.filter((line) => line.startsWith("chat.sendMessage"))).toEqual([
    "chat.sendMessage timeout",
    "chat.sendMessage error",
  ]);
});

describe("without a connection", () => {
  test.each(["http://127.0.0.1:1", "http://no-such-host.invalid"])("%s is unreachable", async (url) => {
    await using rocket = await connect({ url });
    expect(await rocket.deliver()).toEqual({ status: "unavailable", reason: "unreachable" });
    expect(rocket.reported).toEqual(["im.create error"]);
  });

  test("a server that speaks no TLS is unreachable over https", async () => {
    await using rocket = await connect();
    const overTls = createRocketChat({
      url: rocket.fake.url.replace("http:", "https:"),
      userId: "u",
      authToken: "t",
      connections: 1,
      clock: () => NOW,
    });
    const result = await overTls.deliver(notification(), new AbortController().signal);
    expect(result).toEqual({ status: "unavailable", reason: "unreachable" });
    await overTls.close();
  });

  test("it goes on by itself when the server is back", async () => {
    const rocket = await connect();
    await rocket.deliver({ messageId: "m1" });
    await rocket.fake[Symbol.asyncDispose]();
    expect(await rocket.deliver({ messageId: "m2" })).toMatchObject({ status: "unavailable", reason: "unreachable" });
  });
});

describe("others that get through", () => {
  test("put the blame on a message that they overtook, even when `me` is out of order", async () => {
    await using rocket = await connect({ timeoutMs: 5_000 });
    let release: () => void = () => undefined;
    const later: Reaction = (response, received) => {
      release = () => reply(500, HTML)(response, received);
    };
    rocket.fake.on("me", reply(500, HTML));
    rocket.fake.on("im.create", later, (response, { body }) => {
      const { username } = body as { username: string };
      reply(200, { room: { _id: username, rid: username, t: "d" }, success: true })(response, {} as never);
    });
    const stuck = rocket.deliver({ messageId: "m1", recipient: "jane" });
    await vi.waitFor(() => expect(rocket.fake.received).toHaveLength(1));
    expect(await rocket.deliver({ messageId: "m2", recipient: "joe" })).toEqual({ status: "delivered" });
    release();
    expect(await stuck).toEqual({ status: "failed", reason: "server_error" });
    expect(rocket.fake.operations()).not.toContain("me");
  });

  test("prove nothing when they got through before", async () => {
    await using rocket = await connect();
    expect(await rocket.deliver({ messageId: "m1", recipient: "joe" })).toEqual({ status: "delivered" });
    rocket.fake.on("im.create", reply(500, HTML));
    rocket.fake.on("me", reply(500, HTML));
    expect(await rocket.deliver({ messageId: "m2" })).toEqual({ status: "unavailable", reason: "server_error" });
  });
});
