import { describe, expect, test } from "vitest";
import { shorten } from "../../src/notifications/shorten.ts";
import { createRocketChat } from "../../src/rocketchat/rocket-chat.ts";
import { connect, notification, NOW } from "./connect.ts";
import { startFake } from "./fake-rocket-chat.ts";

describe("without a connection", () => {
  test.each(["http://127.0.0.1:1", "http://no-such-host.invalid"])("%s is unreachable", async (url) => {
    await using rocket = await connect({ url });
    expect(await rocket.deliver()).toMatchObject({ status: "unavailable", reason: "unreachable" });
    expect(rocket.reported).toEqual(["im.create error"]);
  });

  test("a server without TLS is not accepted over https", async () => {
    await using rocket = await connect();
    const overTls = createRocketChat({
      url: rocket.fake.url.replace("http:", "https:"),
      userId: "u",
      authToken: "t",
      connections: 1,
      shorten,
      clock: () => NOW,
    });
    const result = await overTls.deliver(notification(), new AbortController().signal);
    expect(result).toMatchObject({ status: "unavailable", reason: "tls" });
    await overTls.close();
  });

  test("it goes on by itself when the server is back", async () => {
    await using rocket = await connect();
    await rocket.deliver({ messageId: "m1" });
    await rocket.fake.stop();
    expect(await rocket.deliver({ messageId: "m2" })).toMatchObject({ status: "unavailable", reason: "unreachable" });
    await using restarted = await startFake("", Number(new URL(rocket.fake.url).port));
    expect(await rocket.deliver({ messageId: "m2" })).toEqual({ status: "delivered" });
    expect([...restarted.stored.keys()]).toEqual(["m2"]);
  });
});
