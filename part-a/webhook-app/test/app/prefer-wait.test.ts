import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
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

  test("tells a duplicate how the first one ended, so that a repeated CI job sees it too", async () => {
    const app = await startSettling("delivered");
    await push(app, "wait=9");
    const { data } = await push(app, "wait=9");
    expect(data).toMatchObject({ status: "duplicate", webhookId: "one", notifications: [{ state: "delivered" }] });
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
