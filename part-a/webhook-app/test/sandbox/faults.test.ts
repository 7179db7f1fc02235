import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { asBot, startSandbox, type Started } from "./start-sandbox.ts";

const stored = ({ sandbox }: Started) => sandbox.ledger.messages().map(({ id }) => id);
const put = ({ call }: Started, ...faults: unknown[]) => call("PUT", "/sandbox/faults", { faults });

/** Sends a message and gives up after `ms`. */
function impatient({ url }: Started, rid: string, ms: number) {
  const headers = { ...asBot, "content-type": "application/json" };
  const body = JSON.stringify({ message: { _id: "m1", rid, msg: "hello" } });
  return fetch(`${url}/api/v1/chat.sendMessage`, { method: "POST", headers, body, signal: AbortSignal.timeout(ms) });
}

describe("a fault", () => {
  test.each([
    [{ kind: "server_error" }, 500, '{"success":false,"error":"Internal server error"}', []],
    [{ kind: "server_error", when: "after" }, 500, '{"success":false,"error":"Internal server error"}', ["m1"]],
    [{ kind: "restricted_workspace" }, 400, '{"success":false,"error":"restricted-workspace"}', []],
    [{ kind: "success_false" }, 200, '{"success":false,"error":"unknown-error"}', []],
    [{ kind: "unauthorized" }, 401, expect.stringContaining("You must be logged in to do this."), []],
    [{ kind: "html" }, 200, expect.stringMatching(/^<!doctype html>/), []],
    [{ kind: "html", status: 404 }, 404, expect.stringMatching(/^<!doctype html>/), []],
    [{ kind: "exception" }, 400, '{"success":false,"error":"not primary"}', []],
    [{ kind: "exception", text: "no space left" }, 400, '{"success":false,"error":"no space left"}', []],
    [{ kind: "app_prevents" }, 400, expect.stringContaining("(reading 'starred')"), []],
    [{ kind: "app_refuses", text: "Say please." }, 400, '{"success":false,"error":"Say please."}', []],
    [{ kind: "app_drops" }, 200, expect.stringContaining('"_id":"m1"'), []],
    [{ kind: "slow", delayMs: 1 }, 200, expect.stringContaining('"success":true'), ["m1"]],
  ])("%j answers %i", async (fault, status, text, kept) => {
    const started = await startSandbox();
    const rid = await started.openRoom("jane");
    await put(started, fault);
    expect(await started.post("m1", rid)).toMatchObject({ status, text });
    expect(stored(started)).toEqual(kept);
  });

  test.each([
    ["before", []],
    ["after", ["m1"]],
  ])("down cuts the connection %s storing", async (when, kept) => {
    const started = await startSandbox();
    const rid = await started.openRoom("jane");
    await put(started, { kind: "down", when });
    await expect(started.post("m1", rid)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(stored(started)).toEqual(kept);
  });

  test.each([
    ["before", []],
    ["after", ["m1"]],
  ])("hang never answers, %s storing", async (when, kept) => {
    const started = await startSandbox();
    const rid = await started.openRoom("jane");
    await put(started, { kind: "hang", when });
    await expect(impatient(started, rid, 150)).rejects.toMatchObject({ name: "TimeoutError" });
    expect(stored(started)).toEqual(kept);
  });

  test("slow stores even when the caller has left meanwhile", async () => {
    const started = await startSandbox();
    const rid = await started.openRoom("jane");
    await put(started, { kind: "slow", delayMs: 200 });
    await expect(impatient(started, rid, 50)).rejects.toMatchObject({ name: "TimeoutError" });
    await expect.poll(() => stored(started), { timeout: 5000 }).toEqual(["m1"]);
  });

  test.each([
    [{ resetInMs: 26_000 }, "1700000026000", "26 seconds"],
    [{ resetInMs: -5000 }, "1699999995000", "0 seconds"],
    [{ resetInMs: null }, null, "0 seconds"],
  ])("rate_limited %j says until when in a header, or not at all", async (more, reset, words) => {
    const started = await startSandbox({ clock: () => 1_700_000_000_000 });
    const rid = await started.openRoom("jane");
    await put(started, { kind: "rate_limited", ...more });
    const { status, headers, json } = await started.post("m1", rid);
    expect(status).toBe(429);
    expect(headers.get("x-ratelimit-reset")).toBe(reset);
    expect(headers.get("retry-after")).toBeNull();
    expect(json).toEqual({ success: false, error: expect.stringContaining(words) });
    expect(stored(started)).toEqual([]);
  });
});

describe("an app", () => {
  test("that rebuilds messages stores each send under another id", async () => {
    const started = await startSandbox();
    const rid = await started.openRoom("jane");
    await put(started, { kind: "app_rebuilds" });
    const ids = [];
    for (let sent = 0; sent < 2; sent += 1) ids.push((await started.post("m1", rid)).json.message._id);
    expect(new Set([...ids, "m1"]).size).toBe(3);
    expect(stored(started)).toEqual(ids);
    expect((await started.call("GET", "/api/v1/chat.getMessage?msgId=m1")).status).toBe(400);
  });

  test("that drops a message leaves nothing to find", async () => {
    const started = await startSandbox();
    const rid = await started.openRoom("jane");
    await put(started, { kind: "app_drops" });
    await started.post("m1", rid);
    expect((await started.call("GET", "/api/v1/chat.getMessage?msgId=m1")).text).toBe('{"success":false}');
  });

  /** createDirectRoom.ts of 7.7.1. */
  test("that refuses answers with a code of its own when a room is created", async () => {
    const started = await startSandbox();
    const rid = await started.openRoom("jane");
    await put(started, { kind: "app_refuses" });
    expect(await started.openRoom("jane")).toBe(rid);
    const { json } = await started.call("POST", "/api/v1/im.create", { username: "sam" });
    expect(json).toEqual({
      success: false,
      error: "A Rocket.Chat App prevented the room creation. [error-app-prevented]",
      errorType: "error-app-prevented",
    });
  });
});

test("redirect sends everybody to a sign-in page", async () => {
  const started = await startSandbox();
  await put(started, { kind: "redirect" });
  const answer = await fetch(`${started.url}/api/v1/me`, { headers: asBot, redirect: "manual" });
  expect({ status: answer.status, location: answer.headers.get("location") }).toEqual({
    status: 302,
    location: "https://sign-in.example.invalid/",
  });
});

test("faults that make no sense are refused and change nothing; DELETE removes all", async () => {
  const started = await startSandbox();
  await put(started, { kind: "html" });
  const refused = await put(started, { kind: "on fire" });
  expect(refused).toMatchObject({ status: 400, json: { error: expect.stringContaining("faults[0].kind") } });
  expect((await started.call("GET", "/sandbox/faults")).json.faults).toHaveLength(1);
  await started.call("DELETE", "/sandbox/faults");
  expect((await started.call("GET", "/sandbox/faults")).json).toEqual({ faults: [] });
});

test("health is not affected by faults", async () => {
  const started = await startSandbox();
  await put(started, { kind: "down" });
  expect((await started.call("GET", "/health")).status).toBe(200);
});

test("closing cuts hung requests, and listening again goes on with the same state", async () => {
  const started = await startSandbox();
  const rid = await started.openRoom("jane");
  await put(started, { kind: "hang", times: 1 });
  const hung = impatient(started, rid, 30_000).catch((error: unknown) => error);
  await expect.poll(() => started.sandbox.faults.list()).toEqual([]);
  await started.sandbox.close();
  expect(await hung).toMatchObject({ cause: { code: "UND_ERR_SOCKET" } });
  const [refusal] = await once(connect(started.port, "127.0.0.1"), "error").catch((error: unknown) => [error]);
  expect(refusal).toMatchObject({ code: "ECONNREFUSED" });
  await started.sandbox.listen(started.port);
  expect((await started.post("m2", rid)).status).toBe(200);
});
