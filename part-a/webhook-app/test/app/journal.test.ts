import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parsePolicy } from "../../src/notifications/policy.ts";
import { OutboxUnavailable } from "../../src/outbox/unavailable.ts";
import { ADMIN_TOKEN, rawRequest, SECRET_TOKEN, startApp } from "./start-app.ts";

const PUSH = readFileSync(new URL("../../payloads/push.json", import.meta.url), "utf8");
const { after: SHA, ref } = JSON.parse(PUSH) as { after: string; ref: string };
const REF = ref.replace("refs/heads/", "");
const ADMIN = { authorization: `Bearer ${ADMIN_TOKEN}` };

type App = Awaited<ReturnType<typeof startApp>>;

function post(app: App, body: string, headers: Record<string, string> = {}) {
  const all = { "content-type": "application/json", "x-gitlab-token": SECRET_TOKEN, ...headers };
  return rawRequest(app.port, { method: "POST", path: "/webhooks/gitlab", headers: all }, (request) =>
    request.end(body),
  );
}

async function get(app: App, path: string, headers: Record<string, string> = ADMIN) {
  const answer = await rawRequest(app.port, { path, headers });
  return { status: answer.status, body: JSON.parse(answer.body) as never };
}

async function entries(app: App, query = "") {
  return ((await get(app, `/webhooks?${query}`)).body as { items: Record<string, unknown>[] }).items;
}

const policy = (yaml: string) => parsePolicy(yaml, "recipients.yaml");

describe("the journal", () => {
  test("is closed without ADMIN_TOKEN", async () => {
    const app = await startApp();
    for (const path of ["/webhooks", "/webhooks/one", "/status"]) expect((await get(app, path, {})).status).toBe(401);
  });

  test("shows an accepted webhook with what it led to, and the line of the log has the same", async () => {
    const app = await startApp();
    await post(app, PUSH, { "idempotency-key": "one" });
    const [notification] = await app.outbox.list({ limit: 1 });
    const { body } = await get(app, "/webhooks/one");
    expect(body).toMatchObject({
      id: "one",
      event: "push",
      project: "mike/diaspora",
      ref: REF,
      sha: SHA,
      outcome: "accepted",
      reason: null,
      detail: null,
      rule: 1,
      skipped: [],
      notifications: [String(notification?.id)],
      resends: 0,
      lastResentAt: null,
    });
    expect(await entries(app)).toEqual([body]);
    expect(app.records).toMatchObject([{ webhookId: "one", project: "mike/diaspora", ref: REF, sha: SHA }]);
  });

  test("says why nobody was notified: unmapped, silenced or without a rule", async () => {
    const unmapped = await startApp({ policy: policy("rules: [{ notify: [pusher] }]\npeople: {}") });
    await post(unmapped, PUSH);
    const [entry] = await entries(unmapped, "person=JSmith");
    const skipped = [{ person: "jsmith", reason: "unmapped_user" }];
    expect(entry).toMatchObject({ outcome: "ignored", reason: "no_recipient", rule: 1, skipped, sha: SHA, ref: REF });

    const silenced = await startApp({ policy: policy("rules: [{ notify: [] }]") });
    await post(silenced, PUSH);
    expect(await entries(silenced, `sha=${SHA.slice(0, 7)}`)).toMatchObject([{ reason: "silenced", rule: 1 }]);

    const elsewhere = await startApp({ policy: policy("rules: [{ projects: [other/*], notify: ['@jane'] }]") });
    await post(elsewhere, PUSH);
    expect(await entries(elsewhere, "project=mike/diaspora")).toMatchObject([{ reason: "no_rule", rule: null }]);
    for (const app of [unmapped, silenced, elsewhere]) {
      expect(app.records).toMatchObject([
        { webhookId: expect.any(String), project: "mike/diaspora", ref: REF, sha: SHA },
      ]);
    }
  });

  test("names the project of ignored webhooks", async () => {
    const app = await startApp();
    const issue = {
      object_kind: "issue",
      user: { username: "j.doe" },
      project: { path_with_namespace: "platform/api" },
    };
    await post(app, JSON.stringify(issue), { "idempotency-key": "issue" });
    expect(await entries(app, "person=j.doe")).toMatchObject([
      { id: "issue", event: "issue", project: "platform/api", reason: "unsupported_event" },
    ]);
    expect(app.records).toMatchObject([{ webhookId: "issue", project: "platform/api", ref: "", sha: "" }]);
  });

  test("has what was rejected after it was authenticated, by the reason", async () => {
    const app = await startApp({ maxBodyBytes: 2048 });
    await post(app, "{", { "idempotency-key": "broken" });
    await post(app, JSON.stringify({ object_kind: "push", ref: "refs/heads/dev", after: "b".repeat(40) }), {
      "idempotency-key": "incomplete",
    });
    await post(app, `"${"x".repeat(4096)}"`, { "idempotency-key": "large" });
    await post(app, PUSH, { "idempotency-key": "text", "content-type": "text/plain" });
    expect(
      (await entries(app, "outcome=rejected")).toSorted((a, b) => (String(a["id"]) < String(b["id"]) ? -1 : 1)),
    ).toMatchObject([
      { id: "broken", reason: "bad_request", event: "invalid", project: "" },
      {
        id: "incomplete",
        reason: "bad_request",
        ref: "dev",
        sha: "b".repeat(40),
        detail: expect.stringContaining("push"),
      },
      { id: "large", reason: "too_large" },
      { id: "text", reason: "unsupported_media_type" },
    ]);
    expect(app.records).toMatchObject([
      { webhookId: "broken", project: "", ref: "", sha: "" },
      { webhookId: "incomplete", project: "", ref: "dev", sha: "b".repeat(40) },
      { webhookId: "large" },
      { webhookId: "text" },
    ]);
  });

  test("has what could not be stored, once the store is back, and keeps it as what it came to when sent again", async () => {
    const app = await startApp();
    const broken = await startApp({
      outbox: { ...app.outbox, accept: () => Promise.reject(new OutboxUnavailable("disk on fire")) },
    });
    await post(broken, PUSH, { "idempotency-key": "one" });
    expect(await entries(app)).toMatchObject([{ id: "one", outcome: "rejected", reason: "unavailable", sha: SHA }]);
    await post(app, PUSH, { "idempotency-key": "one" });
    expect(await entries(app)).toMatchObject([{ id: "one", outcome: "accepted", reason: null, resends: 1 }]);
  });

  test("keeps nothing of who is not authenticated, and nothing private of who is", async () => {
    const app = await startApp();
    await post(app, PUSH, { "x-gitlab-token": "wrong" });
    expect(await entries(app)).toEqual([]);
    const { commits } = JSON.parse(PUSH) as { commits: { title: string }[] };
    await post(app, PUSH);
    const text = JSON.stringify(await entries(app));
    expect(text).not.toContain(SECRET_TOKEN);
    for (const { title } of commits) expect(text).not.toContain(title);
  });

  test("pages through all of them once", async () => {
    const app = await startApp();
    for (let number = 1; number <= 5; number += 1) {
      await post(app, JSON.stringify({ object_kind: "issue" }), { "idempotency-key": `${number}` });
    }
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const query = { limit: 2, ...(cursor && { cursor }) };
      const { data } = await app.client.GET("/webhooks", { headers: ADMIN, params: { query } });
      seen.push(...(data?.items ?? []).map(({ id }) => id));
      cursor = data?.nextCursor;
    } while (cursor);
    expect(seen.toSorted()).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("is searched by time in any zone", async () => {
    const app = await startApp();
    await post(app, PUSH);
    expect(await entries(app, "since=2026-01-01T00:00:00Z&until=2100-01-01T00:00:00%2B02:00")).toHaveLength(1);
    expect(await entries(app, "since=2100-01-01T00:00:00Z")).toEqual([]);
  });

  test.each([
    "since=yesterday",
    "since=2026-11-25T12:00Z",
    "until=2026-11-25T12:00:00",
    "sha=abc",
    "sha=ghijklm",
    "outcome=lost",
    "reason=unknown",
    "cursor=1",
    "limit=0",
    "person=",
  ])("refuses %s", async (query) => {
    const app = await startApp();
    const { status, body } = await get(app, `/webhooks?${query}`);
    expect([status, body]).toMatchObject([400, { errors: [{ path: query.split("=")[0] }] }]);
  });

  test("answers 404 for what it does not have", async () => {
    const app = await startApp();
    expect((await get(app, "/webhooks/none")).status).toBe(404);
  });
});

describe("an unknown query parameter", () => {
  test.each([
    "/webhooks?preson=jane",
    "/webhooks/one?x=1",
    "/notifications?recipients=jane",
    "/notifications/1?x=1",
    "/status?verbose=1",
    "/livez?x=1",
    "/readyz?x=1",
    "/openapi.json?x=1",
    "/docs?x=1",
  ])("is named for GET %s", async (path) => {
    const app = await startApp();
    const { status, body } = await get(app, path);
    const name = /\?(\w+)/.exec(path)?.[1];
    expect([status, body]).toMatchObject([
      400,
      { detail: expect.stringContaining(name ?? ""), errors: [{ path: name }] },
    ]);
  });

  test.each(["/webhooks/gitlab", "/webhooks/gitlab/explain", "/notifications/retry", "/notifications/1/retry"])(
    "is named for POST %s",
    async (path) => {
      const app = await startApp();
      const headers = { ...ADMIN, "content-type": "application/json", "x-gitlab-token": SECRET_TOKEN };
      const request = { method: "POST", path: `${path}?dry=1`, headers };
      const answer = await rawRequest(app.port, request, (sent) => sent.end(PUSH));
      expect([answer.status, JSON.parse(answer.body)]).toMatchObject([400, { errors: [{ path: "dry" }] }]);
    },
  );
});
