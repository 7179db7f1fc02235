import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { OutboxUnavailable } from "../../src/outbox/unavailable.ts";
import { parsePolicy } from "../../src/notifications/policy.ts";
import { ADMIN_TOKEN, SECRET_TOKEN, rawRequest, startApp } from "./start-app.ts";

const PUSH = readFileSync(new URL("../../payloads/push.json", import.meta.url), "utf8");
const HEADERS = { "content-type": "application/json", "x-gitlab-token": SECRET_TOKEN };

type App = Awaited<ReturnType<typeof startApp>>;

function post(app: App, body: string, headers: Record<string, string> = HEADERS, path = "/webhooks/gitlab") {
  return rawRequest(app.port, { method: "POST", path, headers }, (request) => request.end(body));
}

/** A problem document that says what is wrong. */
function problemOf(answer: { headers: Record<string, unknown>; body: string }) {
  expect(answer.headers["content-type"]).toBe("application/problem+json");
  return JSON.parse(answer.body) as { status: number; title: string; detail: string; errors?: { path: string }[] };
}

describe("a webhook", () => {
  test("is answered 202 once its notifications are in the store", async () => {
    const app = await startApp();
    const { data, response } = await app.client.POST("/webhooks/gitlab", {
      headers: HEADERS,
      params: { header: { "Idempotency-Key": "delivery-1" } },
      body: PUSH as never,
    });
    expect(response.status).toBe(202);
    const stored = await app.outbox.list({ webhookId: "delivery-1", limit: 10 });
    expect(data).toEqual({
      status: "accepted",
      webhookId: "delivery-1",
      notifications: [{ id: String(stored[0]?.id), recipient: "jane" }],
      skipped: [],
    });
    expect(app.records).toMatchObject([{ outcome: "accepted", event: "push", notificationIds: [stored[0]?.id] }]);
  });

  test("that is sent again is a duplicate of the first, which it names", async () => {
    const app = await startApp();
    await post(app, PUSH, { ...HEADERS, "idempotency-key": "first" });
    const again = await post(app, PUSH, { ...HEADERS, "idempotency-key": "first" });
    expect([again.status, JSON.parse(again.body)]).toEqual([
      200,
      { status: "duplicate", reason: "duplicate", webhookId: "first" },
    ]);
    const otherHook = await post(app, PUSH, { ...HEADERS, "idempotency-key": "second" });
    expect(JSON.parse(otherHook.body)).toMatchObject({ status: "duplicate", webhookId: "first" });
    expect(await app.outbox.list({ limit: 10 })).toHaveLength(1);
  });

  test("of an unknown kind is ignored with a reason, not refused", async () => {
    const app = await startApp();
    const answer = await post(app, JSON.stringify({ object_kind: "something_new", anything: [1, 2] }));
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      200,
      { status: "ignored", reason: "unsupported_event" },
    ]);
  });

  test("names the people who have no mapping, and is not remembered when nobody is left", async () => {
    const app = await startApp({ policy: parsePolicy("rules: [{ notify: [pusher] }]\npeople: {}", "recipients.yaml") });
    const first = await post(app, PUSH, { ...HEADERS, "idempotency-key": "k" });
    const second = await post(app, PUSH, { ...HEADERS, "idempotency-key": "k" });
    for (const answer of [first, second]) {
      expect(JSON.parse(answer.body)).toMatchObject({
        status: "ignored",
        reason: "no_recipient",
        skipped: [{ reason: "unmapped_user" }],
      });
    }
  });

  test("that is resent after the map was corrected notifies those whom it could not notify before", async () => {
    const withPeople = (people: string) =>
      parsePolicy(`rules: [{ notify: [pusher, authors] }]\npeople: { ${people} }`, "recipients.yaml");
    let policy = withPeople("jsmith: john");
    const app = await startApp({ policyNow: () => policy });
    const headers = { ...HEADERS, "idempotency-key": "k" };
    expect(JSON.parse((await post(app, PUSH, headers)).body)).toMatchObject({ notifications: [{ recipient: "john" }] });
    policy = withPeople("jsmith: john, jordi@softcatala.org: jordi");
    expect(JSON.parse((await post(app, PUSH, headers)).body)).toMatchObject({
      status: "accepted",
      notifications: [{ recipient: "jordi" }],
    });
    expect(JSON.parse((await post(app, PUSH, headers)).body)).toMatchObject({ status: "duplicate", webhookId: "k" });
  });

  test("is explained as a duplicate of the one that notified of it, and as news before", async () => {
    const app = await startApp();
    const explained = async () =>
      JSON.parse((await post(app, PUSH, HEADERS, "/webhooks/gitlab/explain")).body) as Record<string, unknown>;
    expect(await explained()).not.toHaveProperty("duplicateOf");
    await post(app, PUSH, { ...HEADERS, "idempotency-key": "first" });
    expect(await explained()).toMatchObject({ decision: "notify", duplicateOf: "first" });
  });

  test("is answered 503 with Retry-After when the store cannot commit", async () => {
    const app = await startApp();
    const failing = { ...app.outbox, accept: () => Promise.reject(new OutboxUnavailable("disk on fire")) };
    const broken = await startApp({ outbox: failing });
    const answer = await post(broken, PUSH);
    expect(answer.status).toBe(503);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    expect(problemOf(answer).detail).not.toContain("fire");
    expect(broken.records).toMatchObject([{ outcome: "rejected", event: "push", detail: "disk on fire" }]);
  });
});

describe("authentication", () => {
  test("refuses before the body is read", async () => {
    const app = await startApp();
    const answer = await rawRequest(
      app.port,
      {
        method: "POST",
        path: "/webhooks/gitlab",
        headers: { "content-type": "application/json", "content-length": "1000" },
      },
      // Only the headers are sent: an answer proves that the body was not waited for.
      (request) => request.flushHeaders(),
    );
    expect(answer.status).toBe(401);
    expect(problemOf(answer).title).toBe("Unauthorized");
  });

  test.each([
    ["a wrong token", { "x-gitlab-token": "the-secret-tokem" }],
    ["a truncated token", { "x-gitlab-token": SECRET_TOKEN.slice(0, -1) }],
    ["an empty token", { "x-gitlab-token": "" }],
    ["the admin token", { "x-gitlab-token": ADMIN_TOKEN }],
  ])("rejects %s and reveals no secret", async (_name, headers) => {
    const app = await startApp();
    const answer = await post(app, PUSH, { "content-type": "application/json", ...headers });
    expect(answer.status).toBe(401);
    expect(answer.body).not.toContain(SECRET_TOKEN);
    expect(await app.outbox.list({ limit: 1 })).toEqual([]);
  });
});

describe("a body", () => {
  test("over the limit is refused by its announced length", async () => {
    const app = await startApp({ maxBodyBytes: 2048 });
    const answer = await rawRequest(
      app.port,
      { method: "POST", path: "/webhooks/gitlab", headers: { ...HEADERS, "content-length": "4096" } },
      (request) => request.flushHeaders(),
    );
    expect(answer.status).toBe(413);
    expect(problemOf(answer).detail).toContain("2048");
  });

  test("over the limit is refused while it still comes in chunks", async () => {
    const app = await startApp({ maxBodyBytes: 2048 });
    const answer = await rawRequest(
      app.port,
      { method: "POST", path: "/webhooks/gitlab", headers: HEADERS },
      (request) => {
        // Never ended: an answer proves that the limit holds without the end of the body.
        request.on("error", () => {});
        request.write("x".repeat(4096));
      },
    );
    expect(answer.status).toBe(413);
  });

  test("at the limit is taken", async () => {
    const app = await startApp({ maxBodyBytes: Buffer.byteLength(PUSH) });
    expect((await post(app, PUSH)).status).toBe(202);
  });

  test.each([
    ["text/plain", 415],
    ["application/x-www-form-urlencoded", 415],
    ["application/json; charset=utf-8", 202],
    ["APPLICATION/JSON", 202],
  ])("with content type %s is answered %i", async (type, status) => {
    const app = await startApp();
    expect((await post(app, PUSH, { ...HEADERS, "content-type": type })).status).toBe(status);
  });

  test.each([
    ["truncated JSON", PUSH.slice(0, 100)],
    ["nothing", ""],
    ["an array", "[]"],
    ["neither object_kind nor event_name", "{}"],
    ["an object_kind that is a number", '{"object_kind":5}'],
    ["a push without ref", '{"object_kind":"push","before":"a","after":"b"}'],
  ])("that is %s is refused, saying what is wrong", async (_name, body) => {
    const app = await startApp();
    const answer = await post(app, body);
    expect(answer.status).toBe(400);
    expect(problemOf(answer).detail.length).toBeGreaterThan(20);
    expect(app.records).toMatchObject([{ outcome: "rejected", event: "invalid" }]);
  });

  test("nested 100,000 deep does no harm", async () => {
    const app = await startApp();
    const deep = `{"object_kind":"push","ref":"refs/heads/main","before":"a","after":"b","x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect((await post(app, deep)).status).toBe(202);
  });
});

describe("explain", () => {
  test("says who would be notified of what, by which rule, and stores nothing", async () => {
    const app = await startApp();
    const { data } = await app.client.POST("/webhooks/gitlab/explain", { headers: HEADERS, body: PUSH as never });
    expect(data).toMatchObject({ event: "push", decision: "notify", rule: 1, recipients: [{ recipient: "jane" }] });
    const { after } = JSON.parse(PUSH) as { after: string };
    expect(data?.message).toContain(after);
    expect(await app.outbox.list({ limit: 1 })).toEqual([]);
  });

  test("says why nobody would be notified", async () => {
    const app = await startApp();
    const { data } = await app.client.POST("/webhooks/gitlab/explain", {
      headers: HEADERS,
      body: { object_kind: "issue" } as never,
    });
    expect(data).toMatchObject({ decision: "ignored", reason: "unsupported_event", recipients: [] });
  });

  test("goes without what only the outbox knows when that does not answer", async () => {
    const outbox = { foresee: () => Promise.reject(new OutboxUnavailable("away")) };
    const app = await startApp({ outbox: outbox as never });
    const explained = await post(app, PUSH, HEADERS, "/webhooks/gitlab/explain");
    expect([explained.status, JSON.parse(explained.body)]).toMatchObject([200, { decision: "notify" }]);
  });

  test("accepts ADMIN_TOKEN too, which does not allow posting", async () => {
    const app = await startApp();
    const admin = { "content-type": "application/json", authorization: `Bearer ${ADMIN_TOKEN}` };
    const explained = await post(app, PUSH, admin, "/webhooks/gitlab/explain");
    expect([explained.status, JSON.parse(explained.body)]).toMatchObject([200, { decision: "notify" }]);
    expect((await post(app, PUSH, admin)).status).toBe(401);
    const wrong = { ...admin, authorization: `Bearer ${SECRET_TOKEN}` };
    expect((await post(app, PUSH, wrong, "/webhooks/gitlab/explain")).status).toBe(401);
    const unset = await startApp({ adminToken: undefined });
    expect((await post(unset, PUSH, admin, "/webhooks/gitlab/explain")).status).toBe(401);
  });

  test("asks for the same authentication", async () => {
    const app = await startApp();
    expect((await post(app, PUSH, { "content-type": "application/json" }, "/webhooks/gitlab/explain")).status).toBe(
      401,
    );
  });
});
