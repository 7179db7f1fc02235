import { expect, test } from "vitest";
import { connect } from "./connect.ts";
import { HTML, reply, type Reaction } from "./fake-rocket-chat.ts";

test.each<[string, Reaction, string]>([
  ["that Rocket.Chat has", reply(200, { message: { _id: "m1", rid: "room-of-jane" }, success: true }), "there"],
  ["that it does not know", reply(400, { success: false }), "absent"],
  ["while it is broken", reply(500, HTML), "unknown"],
  ["while its database is gone", reply(400, { success: false, error: "connection 7 to 10.0.0.9 closed" }), "unknown"],
  ["while it wants no requests", reply(429, ""), "unknown"],
])("a message %s", async (_name, reaction, expected) => {
  await using rocket = await connect();
  rocket.fake.on("chat.getMessage", reaction);
  expect(await rocket.find({ messageId: "m1" })).toBe(expected);
  expect(rocket.fake.operations()).toEqual(["chat.getMessage"]);
});
