import { expect, test } from "vitest";
import { awaitNothingPending } from "../../support/await-nothing-pending.ts";
import { gitlabPush, gitlabPushes } from "../../../testing/gitlab-push.ts";
import { runCommand } from "../../support/run-command.ts";
import { freePort } from "../../../testing/free-port.ts";
import { beforeTheService } from "./before-the-service.ts";
import { deliver } from "./hook-log.ts";

test("pushes made while the service was down are notified once and in order, and a second run does nothing", async () => {
  const { gitlab, hook, start, reconcile, toldShas } = await beforeTheService();
  const pushes = gitlabPushes(3);
  for (const { body, key } of pushes) expect(await deliver(hook, body, key)).toBe("internal error");

  const service = await start();
  const live = gitlabPush(4);
  expect(await deliver(hook, live.body, live.key)).toBe("202");
  const first = await reconcile();
  expect(first).toMatchObject({
    code: 0,
    report: { level: "info", event: "reconciled", hooks: 1, missed: 3, resent: 3, failed: 0, left: 0, problems: [] },
  });
  await awaitNothingPending(service);
  expect(toldShas()).toHaveLength(4);
  expect(new Set(toldShas())).toEqual(new Set([...pushes, live].map(({ sha }) => sha)));
  expect(toldShas().filter((sha) => sha !== live.sha)).toEqual(pushes.map(({ sha }) => sha));

  const second = await reconcile();
  expect(second).toMatchObject({ code: 0, report: { missed: 0, recovered: 3, resent: 0, problems: [] } });
  expect(gitlab.resends()).toBe(3);
  expect(toldShas()).toHaveLength(4);
});

test("a delivery that succeeded although GitLab saw it fail is not notified again", async () => {
  const { hook, start, reconcile, toldShas } = await beforeTheService();
  const service = await start();
  const push = gitlabPush(1);
  await deliver(hook, push.body, push.key);
  // The answer was lost on its way back.
  hook.log[0]!.response_status = "internal error";
  expect(await reconcile()).toMatchObject({ code: 0, report: { missed: 1, resent: 1 } });
  await awaitNothingPending(service);
  expect(toldShas()).toEqual([push.sha]);
});

test("pushes that a misconfigured service rejected are notified once it is fixed", async () => {
  const { hook, start, reconcile, toldShas } = await beforeTheService();
  const wrong = await start(`whsec_${Buffer.alloc(32, "another").toString("base64")}`);
  const push = gitlabPush(1);
  expect(await deliver(hook, push.body, push.key)).toBe("401");
  expect(await reconcile()).toMatchObject({
    code: 1,
    report: { missed: 1, failed: 1, problems: [`delivery ${push.key} (attempt 2): the service answered 401`] },
  });
  wrong.kill("SIGTERM");
  await wrong.ended;

  const service = await start();
  expect(await reconcile()).toMatchObject({ code: 0, report: { missed: 1, resent: 1 } });
  await awaitNothingPending(service);
  expect(toldShas()).toEqual([push.sha]);
});

test("a hook that GitLab has disabled is enabled again by a test that notifies nobody", async () => {
  const { gitlab, hook, start, reconcile, toldShas } = await beforeTheService();
  const push = gitlabPush(1);
  await deliver(hook, push.body, push.key);
  hook.alertStatus = "disabled";
  expect(await reconcile()).toMatchObject({
    code: 1,
    report: { enabled: 0, missed: 0, problems: [expect.stringMatching(/hook 1 of platform\/api is disabled.*test/)] },
  });
  const service = await start();
  expect(await reconcile()).toMatchObject({ code: 1, report: { enabled: 1, missed: 1, resent: 1 } });
  expect(await reconcile()).toMatchObject({ code: 0, report: { enabled: 0, missed: 0 } });
  await awaitNothingPending(service);
  expect(toldShas()).toEqual([push.sha]);
  expect(gitlab.calls.filter((name) => name.endsWith("TestTrigger"))).toHaveLength(2);
});

test("when GitLab is down or rejects the token, it says so and exits with 1", async () => {
  const { reconcile } = await beforeTheService();
  const port = await freePort();
  expect(await reconcile({ GITLAB_URL: `http://127.0.0.1:${port}` })).toMatchObject({
    code: 1,
    report: { level: "error", hooks: 0, problems: [expect.stringMatching(/does not answer: .*ECONNREFUSED/)] },
  });
  expect(await reconcile({ GITLAB_TOKEN: "glpat-expired" })).toMatchObject({
    code: 1,
    report: { problems: [expect.stringMatching(/401.*GITLAB_TOKEN is wrong/)] },
  });
});

test("a wrong configuration exits with 2, lists every mistake and shows no value", async () => {
  const env = { GITLAB_URL: "gitlab.example.com", GITLAB_TOKEN: "has a blank", MAX_RUN_SECONDS: "long" };
  const { code, stderr } = await runCommand("commands/reconciler/main.ts", env);
  expect(code).toBe(2);
  const named = ["GITLAB_URL", "GITLAB_TOKEN", "GITLAB_PROJECTS: is missing", "WEBHOOK_URL", "MAX_RUN_SECONDS"];
  expect(named.filter((name) => !stderr.includes(name))).toEqual([]);
  expect(stderr).not.toMatch(/has a blank|^\s+at /m);
});
