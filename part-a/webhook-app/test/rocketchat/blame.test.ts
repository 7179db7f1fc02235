import { describe, expect, test, vi } from "vitest";
import { connect } from "./connect.ts";
import { HTML, reply, type Reaction } from "./fake-rocket-chat.ts";

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
    expect(await stuck).toMatchObject({ status: "failed", reason: "server_error" });
    expect(rocket.fake.operations()).not.toContain("me");
  });

  test("prove nothing when they got through before", async () => {
    await using rocket = await connect();
    expect(await rocket.deliver({ messageId: "m1", recipient: "joe" })).toEqual({ status: "delivered" });
    rocket.fake.on("im.create", reply(500, HTML));
    rocket.fake.on("me", reply(500, HTML));
    expect(await rocket.deliver({ messageId: "m2" })).toMatchObject({ status: "unavailable", reason: "server_error" });
  });
});
