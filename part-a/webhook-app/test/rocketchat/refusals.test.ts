import { describe, expect, test } from "vitest";
import { connect } from "./connect.ts";
import { HTML, reply, type Reaction } from "./fake-rocket-chat.ts";
import type { Operation } from "../../src/rocketchat/operations.ts";

const LOGGED_OUT = "You must be logged in to do this.";
const unauthorized = reply(401, { success: false, error: LOGGED_OUT, status: "error", message: LOGGED_OUT });
const oldUnauthorized = reply(401, { status: "error", message: LOGGED_OUT });
const forbidden = reply(403, {
  success: false,
  error: "User does not have the permissions required for this action [error-unauthorized]",
});
const restricted = reply(400, { success: false, error: "restricted-workspace" });
const readOnly = reply(400, { success: false, error: "You can't send messages because the room is readonly." });

describe("trouble that concerns everybody", () => {
  test.each<[string, Operation, Reaction, string, Operation[]]>([
    ["401 on opening the room", "im.create", unauthorized, "unauthorized", []],
    ["401 as upstream documents it", "chat.sendMessage", oldUnauthorized, "unauthorized", []],
    ["401 of a proxy", "chat.sendMessage", reply(401, HTML), "unauthorized", []],
    ["403 on sending", "chat.sendMessage", forbidden, "unauthorized", []],
    ["403 without a code", "chat.sendMessage", reply(403, { success: false, error: "forbidden" }), "unauthorized", []],
    [
      "error-unauthorized as 400",
      "chat.sendMessage",
      reply(400, { success: false, error: "x [error-unauthorized]" }),
      "unauthorized",
      [],
    ],
    ["restricted-workspace", "chat.sendMessage", restricted, "restricted_workspace", ["chat.getMessage"]],
    [
      "restricted-workspace with 200",
      "chat.sendMessage",
      reply(200, { success: false, error: "restricted-workspace" }),
      "restricted_workspace",
      ["chat.getMessage"],
    ],
  ])("%s", async (_name, operation, reaction, reason, furtherRequests) => {
    await using rocket = await connect();
    rocket.fake.on(operation, reaction);
    expect(await rocket.deliver()).toMatchObject({ status: "unavailable", reason });
    const operations = rocket.fake.operations();
    expect(operations.slice(operations.indexOf(operation) + 1)).toEqual(furtherRequests);
  });

  test("an account that may not open rooms is an operator's mistake and rejects nobody", async () => {
    await using rocket = await connect();
    rocket.fake.on(
      "im.create",
      reply(400, { success: false, error: "Not allowed [error-not-allowed]", errorType: "error-not-allowed" }),
    );
    expect(await rocket.deliver()).toMatchObject({ status: "unavailable", reason: "unauthorized" });
  });

  test("an answer of `me` or chat.getMessage counts as well", async () => {
    await using rocket = await connect();
    rocket.fake.on("chat.sendMessage", reply(502, HTML));
    rocket.fake.on("me", unauthorized);
    expect(await rocket.deliver()).toMatchObject({ status: "unavailable", reason: "unauthorized" });
    rocket.fake.on("chat.getMessage", forbidden);
    expect(await rocket.deliver()).toMatchObject({ status: "unavailable", reason: "unauthorized" });
    expect(rocket.fake.operations().filter((name) => name === "me")).toHaveLength(1);
  });
});

describe("trouble of one recipient or message", () => {
  test("an unknown user", async () => {
    await using rocket = await connect();
    rocket.fake.on(
      "im.create",
      reply(400, {
        success: false,
        error: "Invalid user [error-invalid-user]",
        errorType: "error-invalid-user",
        details: { method: "createDirectMessage" },
      }),
    );
    expect(await rocket.deliver()).toMatchObject({ status: "rejected", reason: "unknown_user" });
    expect(rocket.fake.operations()).toEqual(["im.create"]);
  });

  test.each<[string, Reaction, string]>([
    ["a deactivated user", reply(200, { user: { _id: "u", active: false }, success: true }), "deactivated_user"],
    ["an active user", reply(200, { user: { _id: "u", active: true }, success: true }), "message_rejected"],
    ["a user who is gone", reply(400, { success: false, error: "User not found." }), "message_rejected"],
  ])("a read-only room of %s", async (_name, info, reason) => {
    await using rocket = await connect();
    rocket.fake.on("chat.sendMessage", readOnly);
    rocket.fake.on("users.info", info);
    expect(await rocket.deliver({ recipient: "jane" })).toMatchObject({ status: "rejected", reason });
    expect(rocket.fake.received.at(-1)).toMatchObject({ operation: "users.info", query: { username: "jane" } });
  });

  test("a read-only room is looked at later when users.info is not available now", async () => {
    await using rocket = await connect();
    rocket.fake.on("chat.sendMessage", readOnly);
    rocket.fake.on("users.info", unauthorized);
    expect(await rocket.deliver()).toMatchObject({ status: "unavailable", reason: "unauthorized" });
  });

  test.each<[string, object]>([
    ["a message that is too long", { error: "error-message-size-exceeded" }],
    [
      "the same with a sentence",
      {
        error: "Message size exceeds Message_MaxAllowedSize [error-message-size-exceeded]",
        errorType: "error-message-size-exceeded",
      },
    ],
    ["a body that the schema forbids", { error: "must NOT have additional properties\n", errorType: "invalid-params" }],
    ["the same of 7.4", { error: "must have required property 'message' [invalid-params]" }],
    ["a blocked room", { error: "room_is_blocked" }],
    ["a muted account", { error: "You_have_been_muted" }],
    ["a missing room id", { error: "The 'rid' property on the message object is missing." }],
  ])("%s", async (_name, body) => {
    await using rocket = await connect();
    rocket.fake.on("chat.sendMessage", reply(400, { success: false, ...body }));
    expect(await rocket.deliver()).toMatchObject({ status: "rejected", reason: "message_rejected" });
    expect(rocket.fake.operations().at(-1)).toBe("chat.getMessage");
  });

  test("is not believed while chat.getMessage cannot say that the message is missing", async () => {
    await using rocket = await connect();
    rocket.fake.on("chat.sendMessage", reply(400, { success: false, error: "error-message-size-exceeded" }));
    rocket.fake.on("chat.getMessage", reply(400, { success: false, error: "connection 7 to 10.0.0.9:27017 closed" }));
    expect(await rocket.deliver()).toMatchObject({ status: "failed", reason: "server_error" });
  });
});
