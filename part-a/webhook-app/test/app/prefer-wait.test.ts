import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { OutboxUnavailable } from "../../src/outbox/unavailable.ts";
import type { Outbox } from "../../src/outbox/outbox.ts";
import { createOutcomeWatch } from "../../src/routes/outcome-watch.ts";
import { preferredWaitSeconds } from "../../src/routes/prefer-wait.ts";
import { SECRET_TOKEN, startApp } from "./start-app.ts";

const PUSH = readFileSync(new URL("../../payloads/push.json", import.meta.url), "utf8");

/** An app whose notifications are settled by `settle` as soon as they are accepted. */
async function startSettling(state: "delivered" | "buried") {
  const app = await startApp({
    onAccepted: () =>
      void (async () => {
        await app.outbox.acquireLease("test", Date.now());
        const pending = await app.outbox.pending({ limit: 10, held: [], blocked: [] });
        const outcome = state === "delivered" ? { state, reason: null } : { state, reason: "unknown_user" as const };
        await app.outbox.settle(
          "test",
          pending.map(({ id }) => ({ id, attempts: 1, ...outcome })),
          Date.now(),
        );
      })(),
  });
  return app;
}

function push(app: Awaited<ReturnType<typeof startApp>>, prefer: string) {
  return app.client.POST("/webhooks/gitlab", {
    headers: { "x-gitlab-token": SECRET_TOKEN, "content-type": "application/json" },
    params: { header: { Prefer: prefer, "Idempotency-Key": "one" } },
    body: PUSH as never,
  });
}

describe("Prefer: wait", () => {
  test.each([["delivered", null] as const, ["buried", "unknown_user"] as const])(
    "answers 200 with the outcome when the message is %s in time",
    async (state, reason) => {
      const app = await startSettling(state);
      const { data, response } = await push(app, "wait=9");
      expect(response.status).toBe(200);
      expect(response.headers.get("preference-applied")).toBe("wait=9");
      expect(data).toMatchObject({ status: "accepted", notifications: [{ recipient: "jane", state, reason }] });
    },
  );

  test("answers 202 when the time is over first", async () => {
    const app = await startApp();
    const { data, response } = await push(app, "wait=1");
    expect(response.status).toBe(202);
    expect(data).toMatchObject({ status: "accepted", notifications: [{ recipient: "jane" }] });
  });

  test("answers a duplicate with the first one's outcome, so that a repeated CI job sees it too", async () => {
    const app = await startSettling("delivered");
    await push(app, "wait=9");
    const { data } = await push(app, "wait=9");
    expect(data).toMatchObject({ status: "duplicate", webhookId: "one", notifications: [{ state: "delivered" }] });
  });

  test("recognises a duplicate even if the store then becomes unavailable, and counts it once", async () => {
    const app = await startApp();
    await push(app, "");
    const list = () => Promise.reject(new OutboxUnavailable("gone"));
    const broken = await startApp({ outbox: { ...app.outbox, list } });
    const { data, response } = await push(broken, "wait=1");
    expect([response.status, data]).toEqual([200, { status: "duplicate", reason: "duplicate", webhookId: "one" }]);
    expect(broken.records.map(({ outcome, status }) => [outcome, status])).toEqual([["duplicate", 200]]);
  });

  test("waits on when the store comes back in time", async () => {
    const app = await startSettling("delivered");
    await push(app, "wait=9");
    let calls = 0;
    const list: Outbox["list"] = (query) =>
      ++calls < 3 ? Promise.reject(new OutboxUnavailable("gone")) : app.outbox.list(query);
    const back = await startApp({ outbox: { ...app.outbox, list } });
    const { data } = await push(back, "wait=9");
    expect(data).toMatchObject({ status: "duplicate", notifications: [{ state: "delivered" }] });
  });

  test("counts the time that storing took: one deadline for the whole request", async () => {
    const app = await startApp();
    let asked = 0;
    const slow: Partial<Outbox> = {
      async accept(webhook, now) {
        const acceptance = await app.outbox.accept(webhook, now);
        await sleep(1_000);
        return acceptance;
      },
      list(query) {
        asked += 1;
        return app.outbox.list(query);
      },
    };
    const { response } = await push(await startApp({ outbox: { ...app.outbox, ...slow } }), "wait=1");
    expect(response.status).toBe(202);
    expect(asked).toBeLessThanOrEqual(1);
  });

  test("asks the store one thing at a time, however many wait, and once for those who wait for the same", async () => {
    const open: (() => void)[] = [];
    let asked = 0;
    const awaitOutcome = createOutcomeWatch({
      list: () => {
        asked += 1;
        return new Promise((resolve) => void open.push(() => resolve([])));
      },
    });
    const wait = (webhookId: string) =>
      awaitOutcome({
        webhookId,
        ids: undefined,
        deadline: performance.now() + 60_000,
        signal: new AbortController().signal,
      });
    const waiting = ["a", "b", "a", "b", "a"].map(wait);
    for (let turn = 0; turn < 3; turn++) {
      await expect.poll(() => open).toHaveLength(1);
      open.pop()?.();
    }
    await Promise.all(waiting);
    expect(asked).toBe(3);
  });

  test.each([
    [undefined, 0],
    ["", 0],
    ["wait=5", 5],
    ["respond-async, wait=10", 9],
    ['WAIT = "3"', 3],
    ["wait=99999999999999", 0],
    ["wait=-1", 0],
    ["wait=1.5", 0],
    ["waiting=4", 0],
  ])("%j means %i seconds", (header, seconds) => {
    expect(preferredWaitSeconds(header)).toBe(seconds);
  });
});
