import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createAuthenticator } from "../../src/gitlab/authenticate.ts";
import { createBodyRoom } from "../../src/routes/body-room.ts";
import { rawRequest, SECRET_TOKEN, startApp } from "./start-app.ts";

const MAX = 1024 * 1024;
const PUSH = JSON.parse(readFileSync(new URL("../../payloads/push.json", import.meta.url), "utf8")) as object;
const SMALL = JSON.stringify(PUSH);
const LARGE = JSON.stringify({ ...PUSH, bulk: "x".repeat(1_045_000) });
const KEY = randomBytes(32);

const JSON_TYPE = { "content-type": "application/json" };
const TOKEN = { ...JSON_TYPE, "x-gitlab-token": SECRET_TOKEN };

/** Well-formed headers of a signature. Only the whole body shows that a stranger's is none. */
function signed(body: string, key = KEY) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", key).update(`1.${timestamp}.${body}`).digest("base64");
  return {
    ...JSON_TYPE,
    "webhook-id": "1",
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}

function startBoth() {
  const authenticator = createAuthenticator({
    secretTokens: [SECRET_TOKEN],
    signingTokens: [`whsec_${KEY.toString("base64")}`],
    allowUnauthenticated: false,
    clock: Date.now,
  });
  return startApp({ maxBodyBytes: MAX, authenticator });
}

type App = Awaited<ReturnType<typeof startBoth>>;

async function post({ port }: App, headers: Record<string, string>, body: string): Promise<number> {
  const options = { method: "POST", path: "/webhooks/gitlab/explain", headers };
  return (await rawRequest(port, options, (sending) => sending.end(body))).status;
}

/** Sends nearly all of a large body, and the rest when `end` is called. */
async function stall({ port, server }: App, headers: Record<string, string>) {
  const bytes = Buffer.from(LARGE.padEnd(MAX));
  const options = { host: "127.0.0.1", port, method: "POST", path: "/webhooks/gitlab/explain" };
  const arrived = once(server, "request");
  const sending = request({ ...options, headers: { ...headers, "content-length": MAX } });
  const answered = new Promise<number | undefined>((resolve) => {
    sending.once("response", (response) => resolve(response.resume().statusCode));
    sending.once("error", () => resolve(undefined));
  });
  onTestFinished(() => void sending.destroy());
  sending.write(bytes.subarray(0, MAX - 100));
  const [incoming] = (await arrived) as [IncomingMessage];
  // All of it has come, or what is let in before there is room.
  await expect.poll(() => incoming.isPaused() || incoming.socket.bytesRead > MAX).toBe(true);
  return { answered, end: () => void sending.end(bytes.subarray(MAX - 100)) };
}

describe("large bodies", () => {
  test("keep no small one out, whoever sends them", async () => {
    const app = await startBoth();
    for (let count = 0; count < 6; count++) {
      await stall(app, TOKEN);
      await stall(app, signed("another body"));
    }
    expect(await post(app, TOKEN, SMALL)).toBe(200);
    expect(await post(app, signed(SMALL), SMALL)).toBe(200);
  });

  test("wait for room and are then taken, one after another", async () => {
    const app = await startBoth();
    const first = await stall(app, TOKEN);
    const others = Array.from({ length: 5 }, () => post(app, TOKEN, LARGE));
    first.end();
    expect(await first.answered).toBe(200);
    expect(await Promise.all(others)).toEqual([200, 200, 200, 200, 200]);
  });

  test("of strangers keep out none that shows a token, and for a second at most one that is signed", async () => {
    const app = await startBoth();
    const stranger = await stall(app, signed("another body"));
    const answered = vi.fn<() => void>();
    void stranger.answered.then(answered);
    expect(await post(app, TOKEN, LARGE)).toBe(200);
    expect(answered).not.toHaveBeenCalled();
    expect(await post(app, signed(LARGE), LARGE)).toBe(200);
    expect(await stranger.answered).toBe(503);
  });

  test("that a stranger sends whole are refused for their signature", async () => {
    const app = await startBoth();
    expect(await post(app, signed("another body"), LARGE)).toBe(401);
  });

  test("give their room back when their sender leaves", async () => {
    const app = await startBoth();
    const leaving = request({
      host: "127.0.0.1",
      port: app.port,
      method: "POST",
      path: "/webhooks/gitlab",
      headers: TOKEN,
    });
    leaving.on("error", () => {});
    const arrived = once(app.server, "request");
    leaving.write(LARGE);
    const [incoming] = (await arrived) as [IncomingMessage];
    await once(incoming, "data");
    leaving.destroy();
    expect(await post(app, TOKEN, LARGE)).toBe(200);
  });
});

describe("the room for large bodies", () => {
  test("is never overdrawn, and refuses who has waited for 5 s", () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const room = createBodyRoom(100, Infinity);
    const events: string[] = [];
    const ask = (name: string, bytes: number) =>
      room.ask(
        bytes,
        () => events.push(`${name} in`),
        () => events.push(`${name} refused`),
      );
    const leave = ask("a", 60);
    ask("b", 60);
    ask("c", 40);
    expect(events).toEqual(["a in"]);
    vi.advanceTimersByTime(4_999);
    expect(events).toEqual(["a in"]);
    vi.advanceTimersByTime(1);
    expect(events).toEqual(["a in", "b refused", "c in"]);
    ask("d", 100);
    leave();
    leave();
    expect(events).toEqual(["a in", "b refused", "c in"]);
  });
});
