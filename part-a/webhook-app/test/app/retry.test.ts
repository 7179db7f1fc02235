import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parsePolicy } from "../../src/notifications/policy.ts";
import type { NewNotification } from "../../src/outbox/notification.ts";
import type { DeliveryReason } from "../../src/reasons.ts";
import { newWebhook } from "../outbox/harness.ts";
import { ADMIN_TOKEN, rawRequest, SECRET_TOKEN, startApp } from "./start-app.ts";

const PUSH = readFileSync(new URL("../../payloads/push.json", import.meta.url), "utf8");

type App = Awaited<ReturnType<typeof startApp>>;

/** Accepts a notification and buries it; returns its id. */
async function bury(app: App, given: Partial<NewNotification> = {}, reason: DeliveryReason = "unknown_user") {
  const now = Date.now();
  const acceptance = await app.outbox.accept(newWebhook(given), now);
  const id = acceptance.status === "accepted" ? (acceptance.notifications[0]?.id ?? 0) : 0;
  await app.outbox.acquireLease("test", now);
  await app.outbox.settle("test", [{ id, attempts: 1, state: "buried", reason }], now);
  return id;
}

async function retry(app: App, path: string, body?: object | string, type = "application/json") {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, ...(body !== undefined && { "content-type": type }) };
  const text = typeof body === "string" ? body : body && JSON.stringify(body);
  const request = { method: "POST", path: `/notifications/${path}`, headers };
  const answer = await rawRequest(app.port, request, (sent) => sent.end(text));
  return { status: answer.status, body: JSON.parse(answer.body) as Record<string, unknown> };
}

async function pending(app: App): Promise<[id: number, recipient: string][]> {
  const rows = await app.outbox.pending({ limit: 1_000, held: [], blocked: [] });
  return rows.map(({ id, recipient }) => [id, recipient]);
}

const people = (yaml: string) => parsePolicy(`rules: [{ notify: [pusher] }]\npeople: ${yaml}`, "recipients.yaml");

test("one goes to another recipient on request", async () => {
  const app = await startApp();
  const id = await bury(app);
  expect(await retry(app, `${id}/retry`, { recipient: "sam" })).toMatchObject({
    status: 202,
    body: { state: "pending", recipient: "sam" },
  });
  expect(await pending(app)).toEqual([[id, "sam"]]);
});

test("a mended people map heals what it buried, by username and by e-mail", async () => {
  const app = await startApp({ policy: people("{ j.doe: jane.doe, sam@example.com: sam }") });
  const byName = await bury(app, { person: "J.Doe", recipient: "jane" });
  const byEmail = await bury(app, { person: "Sam@example.com", recipient: "samm" });
  await retry(app, `${byName}/retry`);
  await retry(app, "retry", { filter: {} });
  expect(await pending(app)).toEqual([
    [byName, "jane.doe"],
    [byEmail, "sam"],
  ]);
});

test("a person whom the people map no longer names, or never named, keeps the recipient", async () => {
  const app = await startApp({ policy: people("{ left: null }") });
  const ids = [
    await bury(app, { person: "j.doe" }),
    await bury(app, { person: "left" }),
    await bury(app, { person: "" }),
  ];
  expect(await retry(app, "retry", { filter: {} })).toEqual({ status: 200, body: { retried: 3 } });
  expect(await pending(app)).toEqual(ids.map((id) => [id, "jane"]));
});

test("what GitLab's webhook named is what is looked up again", async () => {
  const { user_username: pusher } = JSON.parse(PUSH) as { user_username: string };
  const app = await startApp({ policy: people(`{ ${pusher}: jnae }`) });
  const mended = await startApp({ policy: people(`{ ${pusher}: jane }`), outbox: app.outbox });
  const headers = { "content-type": "application/json", "x-gitlab-token": SECRET_TOKEN };
  await rawRequest(app.port, { method: "POST", path: "/webhooks/gitlab", headers }, (sent) => sent.end(PUSH));
  const [[id] = [0]] = await pending(app);
  await app.outbox.acquireLease("test", Date.now());
  const buried = { id, attempts: 1, state: "buried", reason: "unknown_user" } as const;
  await app.outbox.settle("test", [buried], Date.now());
  await retry(mended, `${id}/retry`);
  expect(await pending(app)).toEqual([[id, "jane"]]);
});

test.each([
  [{}, [1, 2, 3, 4]],
  [{ reason: "expired" }, [3]],
  [{ recipient: "sam" }, [2]],
  [{ person: "SAM" }, [2]],
  [{ person: "J.Doe", reason: "expired" }, [3]],
  [{ project: "a/b" }, [4]],
  [{ reason: "unknown_user", recipient: "jane" }, [1, 4]],
  [{ since: "2100-01-01T00:00:00Z" }, []],
  [{ until: "2100-01-01T00:00:00Z", project: "a/b" }, [4]],
])("all that match %o are sent again, and no others", async (filter, ids) => {
  let woken = 0;
  const app = await startApp({ onAccepted: () => (woken += 1) });
  await bury(app);
  await bury(app, { recipient: "sam" });
  await bury(app, {}, "expired");
  await bury(app, { project: "a/b" });
  await app.outbox.accept(newWebhook({ recipient: "joe" }), Date.now());
  expect(await retry(app, "retry", { filter, recipient: "new" })).toEqual({
    status: 200,
    body: { retried: ids.length },
  });
  expect(await pending(app)).toEqual([...ids.map((id) => [id, "new"]), [5, "joe"]]);
  expect(woken > 0).toBe(ids.length > 0);
});

test("more than one step of them are sent again", async () => {
  const app = await startApp();
  await app.outbox.accept(newWebhook(...Array.from({ length: 1_200 }, () => ({}))), Date.now());
  await app.outbox.acquireLease("test", Date.now());
  const ids = Array.from({ length: 1_200 }, (_, index) => index + 1);
  const settlements = ids.map((id) => ({ id, attempts: 1, state: "buried", reason: "expired" }) as const);
  await app.outbox.settle("test", settlements, Date.now());
  expect((await retry(app, "retry", { filter: { reason: "expired" } })).body).toEqual({ retried: 1_200 });
});

test.each([
  ["retry", "{", 400],
  ["retry", {}, 400],
  ["retry", undefined, 400],
  ["retry", { filter: { state: "buried" } }, 400],
  ["retry", { filter: { reason: "lost" } }, 400],
  ["retry", { filter: {}, recipient: "" }, 400],
  ["retry", { filter: {}, dryRun: true }, 400],
  ["1/retry", { to: "sam" }, 400],
  ["1/retry", "x".repeat(100_000), 413],
])("%s with %j is answered %s", async (path, body, status) => {
  const app = await startApp();
  const id = await bury(app);
  expect((await retry(app, path, body)).status).toBe(status);
  expect(await app.outbox.get(id)).toMatchObject({ state: "buried" });
});

test("a body of another type is answered 415", async () => {
  const app = await startApp();
  const id = await bury(app);
  expect((await retry(app, `${id}/retry`, "recipient=sam", "application/x-www-form-urlencoded")).status).toBe(415);
});
