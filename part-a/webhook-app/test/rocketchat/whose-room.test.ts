import { describe, expect, test } from "vitest";
import { connect } from "./connect.ts";
import { ENCRYPTED_ROOM, reply, type Reaction } from "./fake-rocket-chat.ts";

const refused = (code: string): Reaction => reply(400, { success: false, error: code });

/**
 * How im.create of 8.5 and later answers: names are not looked up, createRoom matches them exactly and drops the others
 * (createDirectMessage.ts@234c4da).
 */
describe("a server that drops the names it does not know", () => {
  test("gets nothing posted for a name that nobody has, least of all to the bot itself", async () => {
    await using rocket = await connect();
    rocket.fake.ways.people = ["jane"];
    const result = await rocket.deliver({ recipient: "jnae" });
    expect(result).toMatchObject({ status: "rejected", reason: "unknown_user" });
    expect(rocket.fake.stored.size).toBe(0);
  });

  test("is asked for the name as it is written there", async () => {
    await using rocket = await connect();
    rocket.fake.ways.people = ["jane"];
    rocket.fake.on("users.info", reply(200, { user: { _id: "u", username: "jane", active: true }, success: true }));
    expect(await rocket.deliver({ recipient: "Jane" })).toEqual({ status: "delivered" });
    expect(rocket.fake.stored.get("m1")).toMatchObject({ rid: "room-of-jane" });
    expect(rocket.fake.operations()).toEqual(["im.create", "users.info", "im.create", "chat.sendMessage"]);
  });

  test("does not mislead with somebody whose id the name is", async () => {
    await using rocket = await connect();
    rocket.fake.ways.people = ["eve"];
    rocket.fake.on("users.info", reply(200, { user: { _id: "jane", username: "eve", active: true }, success: true }));
    expect(await rocket.deliver()).toMatchObject({ status: "rejected", reason: "unknown_user" });
    expect(rocket.fake.stored.size).toBe(0);
  });

  test("says whose room it opened", async () => {
    await using rocket = await connect();
    rocket.fake.ways.people = [];
    rocket.fake.on("users.info", reply(200, { user: { _id: "u", username: "jane", active: true }, success: true }));
    expect(await rocket.deliver()).toMatchObject({
      evidence: { operation: "im.create", detail: "opened the room of bot instead of jane's" },
    });
  });
});

describe("whose room", () => {
  test("is compared without case, and both ways of writing a name share it", async () => {
    await using rocket = await connect();
    rocket.fake.on(
      "im.create",
      reply(200, { room: { _id: "r", rid: "r", t: "d", usernames: ["bot", "MÜLLER"] }, success: true }),
    );
    expect(await rocket.deliver({ recipient: "müller" })).toEqual({ status: "delivered" });
    expect(await rocket.deliver({ recipient: "Müller", messageId: "m2" })).toEqual({ status: "delivered" });
    expect(rocket.fake.operations()).toEqual(["im.create", "chat.sendMessage", "chat.sendMessage"]);
  });

  test("may be the bot's own, when the bot is the recipient", async () => {
    await using rocket = await connect();
    expect(await rocket.deliver({ recipient: "Bot" })).toMatchObject({ status: "delivered" });
  });

  test("must be said: nothing is posted to a room without names", async () => {
    await using rocket = await connect();
    rocket.fake.on("im.create", reply(200, { room: { _id: "r", rid: "r", t: "d" }, success: true }));
    expect(await rocket.deliver()).toMatchObject({ status: "failed", reason: "server_error" });
    expect(rocket.fake.operations()).toEqual(["im.create"]);
  });

  test("is looked up again if the room went with its user, and somebody created again is notified", async () => {
    await using rocket = await connect();
    await rocket.deliver();
    const taken: Reaction = (response, { body }) =>
      reply(200, { ...(body as object), success: true })(response, {} as never);
    rocket.fake.on("chat.sendMessage", refused("error-invalid-room"), taken);
    rocket.fake.on(
      "im.create",
      reply(200, { room: { _id: "new", rid: "new", t: "d", usernames: ["jane", "bot"] }, success: true }),
    );
    expect(await rocket.deliver({ messageId: "m2" })).toEqual({ status: "delivered" });
  });
});

describe("an account that may not write to somebody", () => {
  test.each([
    ["for want of create-d", "Not allowed [error-not-allowed]"],
    ["on an old server", "Target user not allowed to receive messages"],
    ["when nobody may have direct rooms", "You cannot add more than 1 users [error-direct-message-max-user-exceeded]"],
  ])("%s makes only this person wait", async (_name, error) => {
    await using rocket = await connect();
    rocket.fake.on("im.create", reply(400, { success: false, error }));
    expect(await rocket.deliver()).toMatchObject({ status: "withheld", reason: "not_permitted" });
    expect(rocket.fake.operations()).toEqual(["im.create"]);
  });

  test("because the room is encrypted waits under that name, also when it was encrypted later", async () => {
    await using rocket = await connect();
    expect(await rocket.deliver()).toEqual({ status: "delivered" });
    rocket.fake.ways.encrypted = ["jane"];
    const result = await rocket.deliver({ messageId: "m2" });
    expect(result).toMatchObject({ status: "withheld", reason: "encrypted_room" });
    expect(result).toMatchObject({ evidence: { operation: "chat.sendMessage", detail: ENCRYPTED_ROOM } });
  });

  test("notifies the others meanwhile", async () => {
    await using rocket = await connect();
    rocket.fake.ways.encrypted = ["jane"];
    await rocket.deliver();
    expect(await rocket.deliver({ recipient: "joe", messageId: "m2" })).toEqual({ status: "delivered" });
  });
});

describe("an app that prevents a message", () => {
  test("is named when the message is not there", async () => {
    await using rocket = await connect();
    rocket.fake.ways.app = "prevents";
    const result = await rocket.deliver();
    expect(result).toMatchObject({ status: "rejected", reason: "app_prevented", evidence: { code: null } });
    expect(result).toMatchObject({ evidence: { detail: "Cannot read properties of undefined (reading 'starred')" } });
  });

  test.each<[string, "im.create" | "chat.sendMessage"]>([
    ["error-app-prevented", "im.create"],
    ["error-app-prevented-sending", "chat.sendMessage"],
  ])("is named by %s", async (code, operation) => {
    await using rocket = await connect();
    rocket.fake.on(operation, refused(code));
    expect(await rocket.deliver()).toMatchObject({ status: "rejected", reason: "app_prevented" });
  });
});

describe("an app that rebuilds messages", () => {
  test("has delivered them, whatever their id", async () => {
    await using rocket = await connect();
    rocket.fake.ways.app = "rebuilds";
    expect(await rocket.deliver()).toEqual({ status: "delivered", changedId: "app-0" });
    expect(rocket.fake.operations()).toEqual(["im.create", "chat.sendMessage"]);
    expect(rocket.fake.stored.size).toBe(1);
  });

  test("is reported each time", async () => {
    const changed: string[] = [];
    await using rocket = await connect({ onMessageIdChanged: (sent, stored) => changed.push(`${sent} ${stored}`) });
    rocket.fake.ways.app = "rebuilds";
    await rocket.deliver();
    await rocket.deliver({ messageId: "m2" });
    expect(changed).toEqual(["m1 app-0", "m2 app-1"]);
  });
});
