import { describe, expect, test } from "vitest";
import { createRooms } from "../../src/rocketchat/rooms.ts";
import { connect, NOW } from "./connect.ts";
import { reply, type Reaction } from "./fake-rocket-chat.ts";

const roomOf = (username: string) => ({ rid: `room-of-${username}`, username });

const DELIVERED = { status: "delivered" };

describe("the remembered room", () => {
  const gone = (error: string) => reply(400, { success: false, error });

  test.each(["error-invalid-room", "error-room-not-found", "error-not-allowed"])(
    "is opened anew when sending says %s",
    async (code) => {
      await using rocket = await connect();
      await rocket.deliver({ messageId: "m1" });
      const taken: Reaction = (response, { body }) =>
        reply(200, { ...(body as object), success: true })(response, {} as never);
      rocket.fake.on("chat.sendMessage", gone(code), taken);
      rocket.fake.on(
        "im.create",
        reply(200, { room: { _id: "new", rid: "new", t: "d", usernames: ["bot", "jane"] }, success: true }),
      );
      expect(await rocket.deliver({ messageId: "m2" })).toEqual(DELIVERED);
      expect(rocket.fake.received.at(-1)?.body).toMatchObject({ message: { _id: "m2", rid: "new" } });
      expect(rocket.fake.operations().slice(2)).toEqual(["chat.sendMessage", "im.create", "chat.sendMessage"]);
    },
  );

  test("is forgotten even if no new one can be opened", async () => {
    await using rocket = await connect();
    await rocket.deliver({ messageId: "m1" });
    rocket.fake.on("chat.sendMessage", gone("error-invalid-room"));
    rocket.fake.on("im.create", reply(429, ""));
    await rocket.deliver({ messageId: "m2" });
    await rocket.deliver({ messageId: "m2" });
    expect(rocket.fake.operations().slice(2)).toEqual(["chat.sendMessage", "im.create", "im.create"]);
  });

  test("is not tried again when the new one is gone too", async () => {
    await using rocket = await connect();
    rocket.fake.on("chat.sendMessage", gone("error-invalid-room"));
    expect(await rocket.deliver()).toMatchObject({ status: "failed", reason: "server_error", mayArrive: false });
    expect(rocket.fake.operations()).toEqual(["im.create", "chat.sendMessage", "chat.getMessage"]);
  });

  test("is opened again after an hour, because the username may belong to somebody else by then", async () => {
    await using rocket = await connect();
    await rocket.deliver({ messageId: "m1" });
    rocket.clock.now += 3_599_999;
    await rocket.deliver({ messageId: "m2" });
    rocket.clock.now += 1;
    await rocket.deliver({ messageId: "m3" });
    expect(rocket.fake.operations().filter((name) => name === "im.create")).toHaveLength(2);
  });
});

test("of more than 10,000 recipients the one that was not written to for the longest time is forgotten", () => {
  const rooms = createRooms(() => NOW);
  for (let index = 0; index < 10_000; index += 1) rooms.set(`user${index}`, roomOf(`user${index}`));
  expect(rooms.get("user0")).toEqual(roomOf("user0"));
  rooms.set("one more", roomOf("one more"));
  expect(rooms.get("user0")).toEqual(roomOf("user0"));
  expect(rooms.get("user1")).toBeUndefined();
  expect(rooms.get("user2")).toEqual(roomOf("user2"));
  expect(rooms.get("one more")).toEqual(roomOf("one more"));
});
