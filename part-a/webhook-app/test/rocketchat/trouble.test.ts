import { describe, expect, test } from "vitest";
import type { Operation } from "../../src/rocketchat/operations.ts";
import { connect } from "./connect.ts";
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
  ["500 with a code", reply(500, { success: false, error: "error-invalid-user" }), "server_error", "server_error"],
  ["a code without success:false", reply(400, { error: "error-invalid-user" }), "server_error", "server_error"],
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
  [
    "an answer about another message",
    reply(200, { message: { _id: "m2", rid: "r" }, success: true }),
    "server_error",
    "server_error",
  ],
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
  test.concurrent.each(KINDS)("%s is the message's own trouble while `me` answers", async (_name, reaction, reason) => {
    await using rocket = await connect({ timeoutMs: reason === "timeout" ? 1_000 : 20_000 });
    rocket.fake.on(operation, reaction);
    expect(await rocket.deliver()).toMatchObject({ status: "failed", reason });
    expect(rocket.fake.operations().at(-1)).toBe("me");
    expect(rocket.fake.stored.size).toBe(0);
  });

  test.concurrent.each(KINDS)(
    "%s is Rocket.Chat's trouble when `me` gets the same",
    async (_name, reaction, _own, reason) => {
      await using rocket = await connect({ timeoutMs: reason === "timeout" ? 1_000 : 20_000 });
      rocket.fake.on(operation, reaction);
      rocket.fake.on("me", reaction);
      expect(await rocket.deliver()).toMatchObject({ status: "unavailable", reason });
    },
  );
});

test("a redirect is not followed, and the token goes nowhere else", async () => {
  await using elsewhere = await connect();
  await using rocket = await connect();
  rocket.fake.on("chat.sendMessage", reply(307, "", { Location: `${elsewhere.fake.url}/api/v1/chat.sendMessage` }));
  expect(await rocket.deliver()).toMatchObject({ status: "failed", reason: "server_error" });
  expect(elsewhere.fake.received).toEqual([]);
});

test("an answer of just under one MiB is read", async () => {
  await using rocket = await connect();
  const padding = "x".repeat(1024 * 1024 - 200);
  rocket.fake.on("chat.sendMessage", reply(200, { message: { _id: "m1", rid: "r", padding }, success: true }));
  expect(await rocket.deliver()).toEqual({ status: "delivered" });
});

test("timeouts are reported as such, and broken connections as errors", async () => {
  await using rocket = await connect({ timeoutMs: 1_000 });
  rocket.fake.on("chat.sendMessage", hang, cut);
  await rocket.deliver();
  await rocket.deliver();
  expect(rocket.reported.filter((line) => line.startsWith("chat.sendMessage"))).toEqual([
    "chat.sendMessage timeout",
    "chat.sendMessage error",
  ]);
});
