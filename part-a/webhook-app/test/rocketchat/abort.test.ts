import { describe, expect, onTestFinished, test, vi } from "vitest";
import { startSilentPeer } from "../support/start-silent-peer.ts";
import { connect, notification, NOW } from "./connect.ts";
import { hang, reply } from "./fake-rocket-chat.ts";
import { shorten } from "../../src/notifications/shorten.ts";
import { createRocketChat } from "../../src/rocketchat/rocket-chat.ts";

describe("an aborted delivery", () => {
  test("rejects at once with the signal's reason, closes its connection and reports nothing", async () => {
    await using rocket = await connect();
    const closed = Promise.withResolvers<void>();
    rocket.fake.on("chat.sendMessage", (response) => {
      response.on("close", closed.resolve);
    });
    const abort = new AbortController();
    const delivery = rocket.deliver({}, abort.signal);
    await expect.poll(() => rocket.fake.received).toHaveLength(2);
    const reason = Object.assign(new Error("shutting down"), { code: "ECONNRESET" });
    abort.abort(reason);
    await expect(delivery).rejects.toBe(reason);
    await closed.promise;
    expect(rocket.reported).toEqual(["im.create 200"]);
  });

  test("makes no request when it was aborted before", async () => {
    await using rocket = await connect();
    await expect(rocket.deliver({}, AbortSignal.abort())).rejects.toThrow(/aborted/);
    expect(rocket.fake.received).toEqual([]);
  });

  test("frees its connection for the next one", async () => {
    await using rocket = await connect({ connections: 1 });
    rocket.fake.on(
      "im.create",
      hang,
      reply(200, { room: { _id: "r", rid: "r", t: "d", usernames: ["bot", "jane"] }, success: true }),
    );
    const abort = new AbortController();
    const delivery = rocket.deliver({}, abort.signal);
    await expect.poll(() => rocket.fake.received).toHaveLength(1);
    const next = rocket.deliver({ messageId: "m2" });
    abort.abort();
    await expect(delivery).rejects.toThrow(/aborted/);
    expect(await next).toEqual({ status: "delivered" });
  });

  test("leaves no listener on a signal that outlives it", async () => {
    await using rocket = await connect();
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, "addEventListener");
    const remove = vi.spyOn(signal, "removeEventListener");
    await rocket.deliver({}, signal);
    expect(add).toHaveBeenCalledTimes(2);
    expect(remove.mock.calls).toEqual(add.mock.calls);
  });
});

test("finished requests leave no timers behind", async () => {
  await using rocket = await connect();
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  await rocket.deliver({ messageId: "first" });
  const before = timers();
  for (let index = 0; index < 50; index += 1) await rocket.deliver({ messageId: `m${index}` });
  expect(timers() - before).toBeLessThan(25);
});

test("one that waits for a connection times out, and nothing is sent for it later", async () => {
  await using rocket = await connect({ connections: 1, timeoutMs: 1_000 });
  rocket.fake.on("im.create", hang);
  // Both time out in one moment: the first leaves its connection to nobody.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const deliveries = Promise.all([rocket.deliver({ recipient: "joe" }), rocket.deliver({ recipient: "jim" })]);
  await expect.poll(() => rocket.fake.received).toHaveLength(1);
  vi.advanceTimersByTime(1_000);
  expect((await deliveries).map(({ status }) => status)).toEqual(["failed", "failed"]);
  const names = rocket.fake.received.map(({ body }) => (body as { username?: string } | undefined)?.username);
  expect(names.filter((name) => name !== undefined)).toEqual(["joe"]);
});

test("closing ends what is under way at once", async () => {
  const { port, connected } = await startSilentPeer();
  const rocketChat = createRocketChat({
    url: `http://127.0.0.1:${port}`,
    userId: "u",
    authToken: "t",
    connections: 1,
    shorten,
    clock: () => NOW,
  });
  const delivery = rocketChat.deliver(notification(), new AbortController().signal);
  await connected;
  await rocketChat.close();
  expect(await delivery).toMatchObject({ status: "unavailable", reason: "unreachable" });
});
