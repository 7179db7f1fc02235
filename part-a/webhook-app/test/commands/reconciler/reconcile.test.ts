import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Budget } from "../../../commands/reconciler/budget.ts";
import { createGitLab } from "../../../commands/reconciler/gitlab.ts";
import { reconcile } from "../../../commands/reconciler/reconcile.ts";
import { GITLAB_TOKEN, startGitLab, type GitLabStandIn } from "./gitlab-stand-in.ts";
import { keep, type StandInHook } from "./hook-log.ts";

/** A receiver that answers as configured, and records the keys of what it got. */
async function startReceiver() {
  const keys: string[] = [];
  const receiver = { status: 202, keys, url: "" };
  const server = createServer((request, response) => {
    keys.push(String(request.headers["idempotency-key"]));
    request.resume();
    response.writeHead(receiver.status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/gitlab`;
  return receiver;
}

const NO_TIME: Budget = { spend: () => Promise.resolve(false), isSpent: () => false };

function fail(hook: StandInHook, count: number): string[] {
  const keys = Array.from({ length: count }, (_, index) => `delivery-${index}`);
  for (const key of keys) keep(hook, { status: "internal error", key });
  return keys;
}

async function start() {
  const [gitlab, receiver] = await Promise.all([startGitLab(), startReceiver()]);
  const hook = gitlab.addHook("group/app", receiver.url);
  const run = (budget = NO_TIME, projects = ["group/app"]) =>
    reconcile(
      { projects, webhookUrl: receiver.url },
      { gitlab: clientOf(gitlab), handIn: undefined, since: 0, budget },
    );
  return { gitlab, receiver, hook, run };
}

function clientOf({ url }: GitLabStandIn) {
  return createGitLab({ gitlabUrl: url, gitlabToken: GITLAB_TOKEN, patienceMs: 0 });
}

describe("GitLab's limit of five resends a minute", () => {
  test("leaves the rest to the next runs, which continue where this one stopped", async () => {
    const { gitlab, receiver, hook, run } = await start();
    const keys = fail(hook, 12);
    expect(await run()).toMatchObject({ missed: 12, resent: 5, left: 7, problems: [] });
    gitlab.nextMinute();
    expect(await run()).toMatchObject({ missed: 7, recovered: 5, resent: 5, left: 2 });
    gitlab.nextMinute();
    expect(await run()).toMatchObject({ missed: 2, recovered: 10, resent: 2, left: 0 });
    expect(receiver.keys).toEqual(keys);
  });

  test.each([
    ["a minute, because GitLab sends no Retry-After", undefined, 60_000],
    ["as long as Retry-After says", "7", 7_000],
  ])("is waited out while there is time: %s", async (_name, retryAfter, ms) => {
    const { gitlab, receiver, hook, run } = await start();
    const keys = fail(hook, 12);
    gitlab.limits.retryAfter = retryAfter;
    const waits: number[] = [];
    const budget = {
      isSpent: () => false,
      spend(duration: number) {
        waits.push(duration);
        gitlab.nextMinute();
        return Promise.resolve(true);
      },
    };
    expect(await run(budget)).toMatchObject({ missed: 12, resent: 12, left: 0, problems: [] });
    expect(waits).toEqual([ms, ms]);
    expect(receiver.keys).toEqual(keys);
  });
});

test("a run whose time is over leaves the rest, even if GitLab has no limit", async () => {
  const { gitlab, receiver, hook, run } = await start();
  const keys = fail(hook, 12);
  gitlab.limits.resends = Infinity;
  const budget = { ...NO_TIME, isSpent: () => receiver.keys.length >= 7 };
  expect(await run(budget)).toMatchObject({ missed: 12, resent: 7, left: 5, problems: [] });
  expect(receiver.keys).toEqual(keys.slice(0, 7));
});

describe("GitLab's log", () => {
  test("is read page by page: all failures, and successes back to the first failure", async () => {
    const { gitlab, hook, run } = await start();
    for (let index = 0; index < 100; index += 1) keep(hook, { status: "200", key: `long ago ${index}` });
    const keys = fail(hook, 45);
    for (const key of keys.slice(0, 42)) keep(hook, { status: "200", key });
    const report = await run();
    expect(report).toMatchObject({ missed: 3, recovered: 42, resent: 3, unrecoverable: 0 });
    // Three pages of failures and three of successes, of which the third reaches back beyond the first failure.
    expect(gitlab.calls.filter((name) => name.endsWith("Events"))).toHaveLength(6);
  });

  test("is not read further if nothing failed", async () => {
    const { gitlab, hook, run } = await start();
    keep(hook, { status: "200", key: "a" });
    expect(await run()).toMatchObject({ hooks: 1, missed: 0, recovered: 0 });
    expect(gitlab.calls.filter((name) => name.endsWith("Events"))).toHaveLength(1);
  });
});

describe("a service that is still not back", () => {
  test("gets three resends and no more; the others wait for the next run", async () => {
    const { gitlab, receiver, hook, run } = await start();
    fail(hook, 12);
    receiver.status = 503;
    const report = await run();
    expect(report).toMatchObject({ missed: 12, resent: 0, failed: 3, left: 9 });
    expect(report.problems[0]).toBe("delivery delivery-0 (attempt 2): the service answered 503");
    expect(gitlab.resends()).toBe(3);
  });

  test("does not let deliveries that always fail hold up the later ones forever", async () => {
    const { gitlab, receiver, hook, run } = await start();
    const keys = fail(hook, 6);
    receiver.status = 500;
    await run();
    gitlab.nextMinute();
    await run();
    expect(receiver.keys).toEqual(keys);
  });
});

test("deliveries from before the hook's URL changed, which GitLab refuses to resend, hold up nothing", async () => {
  const { receiver, hook, run } = await start();
  const { url } = hook;
  hook.url = `${url}/of/before`;
  for (const key of ["a", "b", "c", "d"]) keep(hook, { status: "500", key });
  hook.url = url;
  keep(hook, { status: "500", key: "e" });
  expect(await run()).toMatchObject({ missed: 1, resent: 1, unrecoverable: 4, problems: [] });
  expect(receiver.keys).toEqual(["e"]);
});

describe("of a project's hooks", () => {
  test("those with another URL are left alone", async () => {
    const { gitlab, receiver, run } = await start();
    const other = gitlab.addHook("group/app", `${receiver.url}/of/others`, "disabled");
    keep(other, { status: "500", key: "theirs" });
    expect(await run()).toMatchObject({ hooks: 1, missed: 0, enabled: 0 });
    expect(receiver.keys).toEqual([]);
  });

  test("a missing one for the service is reported by project", async () => {
    const { gitlab, receiver, run } = await start();
    gitlab.addHook("group/other", `${receiver.url}/elsewhere`);
    const { problems } = await run(NO_TIME, ["group/other"]);
    expect(problems).toEqual(["group/other has no hook for WEBHOOK_URL"]);
  });

  test("a project that is gone does not stop the others", async () => {
    const { hook, run } = await start();
    fail(hook, 1);
    const report = await run(NO_TIME, ["group/gone", "group/app"]);
    expect(report).toMatchObject({ resent: 1 });
    expect(report.problems).toEqual([expect.stringMatching(/404.*hooks of group\/gone.*GITLAB_PROJECTS/)]);
  });
});
