import { describe, expect, test } from "vitest";
import type { NewNotification, Settlement } from "../../src/outbox/notification.ts";
import { ADMIN_TOKEN, SECRET_TOKEN, rawRequest, startApp } from "./start-app.ts";

const ADMIN = { authorization: `Bearer ${ADMIN_TOKEN}` };

type App = Awaited<ReturnType<typeof startApp>>;

function notification(number: number, recipient = "jane"): NewNotification {
  return {
    messageId: `message${number}`,
    recipient,
    text: "private text",
    project: "platform/api",
    ref: "main",
    sha: `${number}`.padStart(40, "0"),
    actor: "j.doe",
    commits: 1,
    kind: "push",
    person: "j.doe",
    meaningKey: `meaning ${number}`,
  };
}

async function acceptOne({ outbox }: App, webhookId: string, one: NewNotification): Promise<void> {
  const { kind, project, ref, sha, actor } = one;
  const summary = { event: kind, project, ref, sha, actor, rule: 1, skipped: [], people: [] };
  await outbox.accept({ webhookId, notifications: [one], summary }, Date.now());
}

async function accept(app: App, count: number): Promise<void> {
  for (let number = 1; number <= count; number++) {
    await acceptOne(app, `webhook-${number}`, notification(number));
  }
}

/** Buries the first notification, unless `given` says otherwise. */
async function settle(app: App, given: Pick<Settlement, "failedAttempts"> & { id?: number }): Promise<void> {
  await app.outbox.acquireLease("test", Date.now());
  const buried = { id: 1, attempts: 1, state: "buried", reason: "unknown_user" } as const;
  await app.outbox.settle("test", [{ ...buried, ...given }], Date.now());
}

const bury = (app: App, id: number) => settle(app, { id });

async function get(app: App, path: string, headers: Record<string, string> = ADMIN) {
  const answer = await rawRequest(app.port, { path, headers });
  return { status: answer.status, body: JSON.parse(answer.body) as Record<string, unknown>, text: answer.body };
}

describe("the notifications API", () => {
  test.each([
    ["without a token", {}],
    ["with a wrong token", { authorization: "Bearer wrong" }],
    ["with GitLab's token", { authorization: `Bearer ${SECRET_TOKEN}`, "x-gitlab-token": SECRET_TOKEN }],
  ])("is closed %s", async (_name, headers) => {
    const app = await startApp();
    for (const path of ["/notifications", "/notifications/1"]) {
      expect((await get(app, path, headers)).status).toBe(401);
    }
    expect((await rawRequest(app.port, { method: "POST", path: "/notifications/1/retry", headers })).status).toBe(401);
  });

  test("is closed to everybody when no ADMIN_TOKEN is configured", async () => {
    const app = await startApp({ adminToken: undefined });
    expect((await get(app, "/notifications")).status).toBe(401);
  });

  test("shows where a notification stands, never its text", async () => {
    const app = await startApp();
    await accept(app, 1);
    const { body, text } = await get(app, "/notifications");
    expect(body).toMatchObject({
      items: [
        { recipient: "jane", state: "pending", reason: null, attempts: 0, webhookId: "webhook-1", settledAt: null },
      ],
      nextCursor: null,
    });
    expect(text).not.toContain("private text");
  });

  test("pages through all of them once, newest first", async () => {
    const app = await startApp();
    await accept(app, 5);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const query = { limit: 2, ...(cursor && { cursor }) };
      const { data } = await app.client.GET("/notifications", { headers: ADMIN, params: { query } });
      seen.push(...(data?.items ?? []).map(({ webhookId }) => webhookId));
      cursor = data?.nextCursor;
    } while (cursor);
    expect(seen).toEqual(["webhook-5", "webhook-4", "webhook-3", "webhook-2", "webhook-1"]);
  });

  test("filters by state, recipient, sha and webhookId", async () => {
    const app = await startApp();
    await accept(app, 3);
    await acceptOne(app, "other", notification(9, "sam"));
    const [newest] = await app.outbox.list({ recipient: "sam", limit: 1 });
    await bury(app, newest?.id ?? 0);
    const found = async (query: string) => ((await get(app, `/notifications?${query}`)).body.items as unknown[]).length;
    expect(await found("state=buried")).toBe(1);
    expect(await found("recipient=sam")).toBe(1);
    expect(await found("person=SAM")).toBe(1);
    expect(await found(`sha=${"2".padStart(40, "0")}`)).toBe(1);
    expect(await found("webhookId=webhook-3")).toBe(1);
    expect(await found("state=delivered")).toBe(0);
  });

  test.each(["state=lost", "limit=0", "limit=201", "cursor=x", "cursor=-1", "recipient="])(
    "refuses %s",
    async (query) => {
      const app = await startApp();
      const { status, body } = await get(app, `/notifications?${query}`);
      expect(status).toBe(400);
      expect(body["errors"]).toMatchObject([{ path: query.split("=")[0] }]);
    },
  );

  test("shows the failed attempts with what was said about them", async () => {
    const app = await startApp();
    await accept(app, 1);
    const said = { operation: "im.create", status: 400, code: "error-invalid-user", detail: "Invalid user" };
    await settle(app, { failedAttempts: [{ at: Date.UTC(2026, 10, 25), reason: "unknown_user", ...said }] });
    const failedAttempts = [{ at: "2026-11-25T00:00:00.000Z", reason: "unknown_user", ...said }];
    expect((await get(app, "/notifications/1")).body).toMatchObject({ failedAttempts, digest: null, digestOf: null });
    expect((await get(app, "/notifications")).body).toMatchObject({ items: [{ failedAttempts }] });
  });

  test("shows which were delivered in one digest, each with its own state, and retries one of them separately", async () => {
    const app = await startApp();
    await accept(app, 3);
    await app.outbox.acquireLease("test", Date.now());
    const digest = { messageId: "digest1", text: "private text", ids: [1, 2] };
    expect(await app.outbox.storeDigest("test", digest, Date.now())).toBe(true);
    await settle(app, {});
    const { body, text } = await get(app, "/notifications");
    expect(body["items"]).toMatchObject([
      { id: "3", state: "pending", digest: null, digestOf: null },
      { id: "2", state: "buried", reason: "unknown_user", digest: null, digestOf: "1" },
      { id: "1", state: "buried", reason: "unknown_user", digest: { messageId: "digest1" }, digestOf: null },
    ]);
    expect(text).not.toContain("private text");
    const answer = await rawRequest(app.port, { method: "POST", path: "/notifications/2/retry", headers: ADMIN });
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([202, { state: "pending", digestOf: null }]);
    expect((await get(app, "/notifications/1")).body).toMatchObject({ state: "buried" });
  });

  test("sends a buried one again, and only a buried one", async () => {
    const retried: string[] = [];
    const app = await startApp({ onAccepted: () => retried.push("woken") });
    await accept(app, 1);
    const [stored] = await app.outbox.list({ limit: 1 });
    const id = String(stored?.id);
    const retry = (path: string) => rawRequest(app.port, { method: "POST", path, headers: ADMIN });
    expect((await retry(`/notifications/${id}/retry`)).status).toBe(409);
    await bury(app, Number(id));
    const answer = await retry(`/notifications/${id}/retry`);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([202, { id, state: "pending", attempts: 0 }]);
    expect(retried).toEqual(["woken"]);
    expect((await retry("/notifications/999/retry")).status).toBe(404);
    expect((await retry("/notifications/abc/retry")).status).toBe(400);
  });
});
