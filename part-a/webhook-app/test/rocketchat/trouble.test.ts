import { describe, expect, test } from "vitest";
import type { Operation } from "../../src/rocketchat/operations.ts";
import { connect } from "./connect.ts";
import { cut, hang, HTML, reply, type Reaction } from "./fake-rocket-chat.ts";

const JSON_HEADER = { "Content-Type": "application/json" };

/** Sends a byte every 20 ms, forever. */
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

type Expected = ["failed", "timeout" | "server_error"] | ["unavailable", "not_rocket_chat"];

const OWN: Expected = ["failed", "server_error"];
const FOREIGN: Expected = ["unavailable", "not_rocket_chat"];
const SLOW: Expected = ["failed", "timeout"];

const KINDS: [string, Reaction, Expected][] = [
  ["500", reply(500, { success: false, error: "Internal server error" }), OWN],
  ["500 with a code", reply(500, { success: false, error: "error-invalid-user" }), OWN],
  ["a code without success:false", reply(400, { error: "error-invalid-user" }), OWN],
  ["503 with HTML", reply(503, HTML), OWN],
  ["HTML with 403, as from a firewall", reply(403, HTML), OWN],
  ["HTML with 413", reply(413, HTML), OWN],
  ["success:false without a reason", reply(200, { success: false }), OWN],
  ["400 without a reason", reply(400, { success: false }), OWN],
  ["a lost database's exception as 400", reply(400, { success: false, error: "connection 5 to db:27017 closed" }), OWN],
  ["an error that is no text", reply(400, { success: false, error: { code: 1 } }), OWN],
  ["another shape", reply(200, { message: [], success: "yes" }), OWN],
  ["an answer about another room", reply(200, { message: { _id: "m1", rid: "r" }, success: true }), OWN],
  ["null", reply(200, "null"), OWN],
  ["an empty body", reply(200, ""), OWN],
  ["204", (response) => response.writeHead(204).end(), OWN],
  ["an answer without end", endless, OWN],
  ["something that is not HTTP", noHttp, OWN],
  ["a cut connection", cut, OWN],
  ["a connection cut in the body", cutInTheBody, OWN],
  ["no answer", hang, SLOW],
  ["an answer that trickles", trickle, SLOW],
  ["HTML with 200, as from a sign-in page", reply(200, HTML, { "Content-Type": "text/html" }), FOREIGN],
  ["a redirect", reply(302, "", { Location: "/login" }), FOREIGN],
  ["a page that is not there", reply(404, HTML), FOREIGN],
  ["no such route", reply(404, { success: false, error: "Resource not found" }), FOREIGN],
];

describe.each<Operation>(["im.create", "chat.sendMessage"])("%s answered by", (operation) => {
  test.concurrent.each(KINDS)("%s", async (_name, reaction, [status, reason]) => {
    await using rocket = await connect({ timeoutMs: reason === "timeout" ? 1_000 : 20_000 });
    rocket.fake.on(operation, reaction);
    expect(await rocket.deliver()).toMatchObject({ status, reason, evidence: { operation } });
    expect(rocket.fake.stored.size).toBe(0);
  });
});

describe("whether the message may be posted yet", () => {
  test.each<[string, Reaction, boolean]>([
    ["is open after no answer", hang, true],
    ["is open after a cut connection", cut, true],
    ["is open when a gateway gave up waiting", reply(504, HTML), true],
    ["is open after half an answer", reply(200, { success: true }), true],
    ["is settled by a server that says no", reply(500, { success: false, error: "Internal server error" }), false],
    ["is settled by an exception", reply(400, { success: false, error: "connection 5 to db:27017 closed" }), false],
  ])("%s", async (_name, reaction, mayArrive) => {
    await using rocket = await connect({ timeoutMs: 1_000 });
    rocket.fake.on("chat.sendMessage", reaction);
    expect(await rocket.deliver()).toMatchObject({ status: "failed", mayArrive });
  });

  test("is settled when it was not sent", async () => {
    await using rocket = await connect({ timeoutMs: 1_000 });
    rocket.fake.on("im.create", hang);
    expect(await rocket.deliver()).toMatchObject({ status: "failed", mayArrive: false });
  });
});

test("a redirect is not followed, and the token goes nowhere else", async () => {
  await using elsewhere = await connect();
  await using rocket = await connect();
  rocket.fake.on("chat.sendMessage", reply(307, "", { Location: `${elsewhere.fake.url}/api/v1/chat.sendMessage` }));
  expect(await rocket.deliver()).toMatchObject({ status: "unavailable", reason: "not_rocket_chat" });
  expect(elsewhere.fake.received).toEqual([]);
});

test("an answer of just under one MiB is read", async () => {
  await using rocket = await connect();
  const padding = "x".repeat(1024 * 1024 - 200);
  rocket.fake.on(
    "chat.sendMessage",
    reply(200, { message: { _id: "m1", rid: "room-of-jane", padding }, success: true }),
  );
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
