import { expect, test } from "vitest";
import { newWebhook } from "../outbox/harness.ts";
import { ADMIN_TOKEN, rawRequest, startApp } from "./start-app.ts";

type App = Awaited<ReturnType<typeof startApp>>;

const SINCE = Date.UTC(2026, 10, 25);

async function status(app: App) {
  const answer = await rawRequest(app.port, { path: "/status", headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.body) as unknown;
}

test("the leader shows why it is paused, who is on hold, and what to do", async () => {
  const paused = { reason: "unauthorized" as const, since: SINCE, detail: "401", nextTrialAt: null };
  const lane = { recipient: "jane", reason: "timeout" as const, since: SINCE, nextTryAt: SINCE + 1_000 };
  const relay = { leader: true, holder: "here/1/a", paused, lanesOnHold: [lane] };
  const app = await startApp({ relayStatus: () => relay });
  const time = "2026-11-25T00:00:00.000Z";
  expect(await status(app)).toEqual({
    version: "1.2.3",
    uptimeSeconds: expect.any(Number),
    store: "sqlite",
    relay: {
      leader: true,
      holder: "here/1/a",
      paused: {
        reason: "unauthorized",
        since: time,
        detail: "401",
        nextTrialAt: null,
        todo: expect.stringContaining("ROCKETCHAT_AUTH_TOKEN"),
      },
      detail: null,
    },
    lanesOnHold: [
      {
        recipient: "jane",
        reason: "timeout",
        since: time,
        nextTryAt: "2026-11-25T00:00:01.000Z",
        todo: expect.stringContaining("Rocket.Chat"),
      },
    ],
    pending: 0,
    oldestPendingAt: null,
    buried: {},
    recipientsMistakes: [],
  });
});

test("names the mistakes of a recipients file that is not in force", async () => {
  const recipientsMistakes = ["recipients.yaml:3: rules[0].notfiy: there is no such key; write notify"];
  const app = await startApp({ recipientsMistakes: () => recipientsMistakes });
  expect(await status(app)).toMatchObject({ recipientsMistakes });
});

test("a replica that is not the leader shows what the leader reported", async () => {
  const app = await startApp();
  expect(await status(app)).toMatchObject({
    relay: { leader: false, holder: null, detail: expect.stringMatching(/There is no leader/) },
  });
  const lane = { recipient: "jane", reason: "timeout", since: SINCE, nextTryAt: SINCE } as const;
  const paused = { reason: "tls", since: SINCE, detail: "CERT_HAS_EXPIRED", nextTrialAt: null } as const;
  await app.outbox.acquireLease("webhook-app-7c9f/1/uuid", Date.now(), { paused, lanesOnHold: [lane] });
  expect(await status(app)).toMatchObject({
    relay: {
      leader: false,
      holder: "webhook-app-7c9f/1/uuid",
      paused: { reason: "tls", detail: "CERT_HAS_EXPIRED", todo: expect.stringContaining("certificate") },
      detail: expect.stringContaining("webhook-app-7c9f/1/uuid is, and reported"),
    },
    lanesOnHold: [{ recipient: "jane", reason: "timeout", todo: expect.any(String) }],
  });
  await app.outbox.acquireLease("webhook-app-7c9f/1/uuid", Date.now());
  expect(await status(app)).toMatchObject({
    relay: { paused: null, detail: expect.stringContaining("does not report whether it is paused") },
    lanesOnHold: [],
  });
});

test("a replica that has just ceased to lead does not say that it does, nor what it said then", async () => {
  const app = await startApp({
    relayStatus: () => ({ leader: false, holder: "this/1/a", paused: null, lanesOnHold: [] }),
  });
  const paused = { reason: "tls", since: SINCE, detail: "CERT_HAS_EXPIRED", nextTrialAt: null } as const;
  await app.outbox.acquireLease("this/1/a", Date.now(), { paused, lanesOnHold: [] });
  expect(await status(app)).toMatchObject({
    relay: { leader: false, holder: null, paused: null, detail: expect.stringMatching(/There is no leader/) },
  });
});

test("counts what waits and what was given up, by reason", async () => {
  const app = await startApp();
  const { outbox } = app;
  const now = Date.now();
  await outbox.accept(newWebhook({}, {}, {}, {}), SINCE);
  await outbox.acquireLease("test", now);
  const buried = { attempts: 1, state: "buried" } as const;
  await outbox.settle(
    "test",
    [
      { id: 1, ...buried, reason: "unknown_user" },
      { id: 2, ...buried, reason: "unknown_user" },
      { id: 3, ...buried, reason: "expired" },
    ],
    now,
  );
  expect(await status(app)).toMatchObject({
    pending: 1,
    oldestPendingAt: "2026-11-25T00:00:00.000Z",
    buried: { unknown_user: 2, expired: 1 },
  });
});
