import { expect, test } from "vitest";
import { takeAllSteps } from "../../src/lab.ts";
import { createStatus, formatTable } from "../../src/status-table.ts";
import { bringUp, startLab, type StartedLab } from "./support/start-lab.ts";

async function statusOf({ lab }: StartedLab) {
  const { rows, take } = createStatus();
  await takeAllSteps(take, lab);
  return rows;
}

test("after up every row works, and status changes nothing", async () => {
  const started = await startLab();
  await bringUp(started);
  const before = [started.gitlab.writes.length, started.kubernetes.writes.length, started.chat.writes.length];
  const rows = await statusOf(started);
  expect(rows.filter(({ works }) => !works)).toEqual([]);
  expect(rows.map(({ thing }) => thing)).toEqual(
    expect.arrayContaining(["Kubernetes: gitlab/gitlab is ready", "GitLab: deploy-runner is online"]),
  );
  expect([started.gitlab.writes.length, started.kubernetes.writes.length, started.chat.writes.length]).toEqual(before);
});

test("what does not work is shown in its row, with what to do, and the other rows are checked anyway", async () => {
  const started = await startLab();
  await bringUp(started);
  started.gitlab.state.hooks = [];
  started.gitlab.state.pipelines[0]!.status = "failed";
  const wrong = (await statusOf(started)).filter(({ works }) => !works);
  expect(wrong.map(({ thing, todo }) => `${thing}: ${todo}`)).toEqual([
    "GitLab: webhook to the service: created, to http://webhook-app.webhook-app.svc.cluster.local/webhooks/gitlab → lab/up",
    expect.stringMatching(/^GitLab: pipeline of main: waited for: pipeline \d+ is failed → lab\/up$/),
  ]);
});

test("on an empty cluster nothing works", async () => {
  const rows = await statusOf(await startLab());
  expect(rows.filter(({ works }) => works)).toEqual([]);
});

test("the table's columns are aligned", () => {
  const rows = [
    { thing: "a", works: true, todo: "" },
    { thing: "a longer one", works: false, todo: "do this" },
  ];
  expect(formatTable(rows)).toBe(
    ["thing         state     what to do", "a             works", "a longer one  failed    do this"].join("\n"),
  );
});
