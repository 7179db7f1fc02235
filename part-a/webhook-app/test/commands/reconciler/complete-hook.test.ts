import { expect, test } from "vitest";
import { completeHook } from "../../../commands/reconciler/complete-hook.ts";
import type { GitLab } from "../../../commands/reconciler/gitlab.ts";
import type { Taken } from "../../../commands/reconciler/incomplete.ts";
import { newReport } from "../../../commands/reconciler/report.ts";
import type { HandIn } from "../../../commands/reconciler/service.ts";

const known = { id: "a", title: "", message: "", author_name: "Sam", author_email: "sam@example.com" };

const incomplete = (webhookId: string, commit = "there") => ({
  webhookId,
  headers: {},
  payload: { object_kind: "note", commit: { id: commit, author: { email: "[REDACTED]" } } },
});

/** A run over a log, newest first, and the keys of the deliveries that it posted. */
function start(log: Taken[], runsOutAfter = Infinity) {
  const handedIn: string[] = [];
  const report = newReport();
  const gitlab = {
    async *taken() {
      yield* await Promise.resolve(log);
    },
    history: () => ({ commit: (sha: string) => Promise.resolve(sha === "there" ? known : undefined) }),
  } as unknown as GitLab;
  const budget = { isSpent: () => handedIn.length >= runsOutAfter, spend: () => Promise.resolve(false) };
  const handIn: HandIn = ({ webhookId }) => {
    handedIn.push(webhookId);
    return Promise.resolve({ ok: true, isNews: true });
  };
  const run = { gitlab, handIn, since: 100, budget, report };
  return { run: () => completeHook(run, handIn, "a/b", { id: 1, url: "" } as never), report, handedIn };
}

const at = (time: number, webhookId: string, commit?: string): Taken => ({
  at: time,
  incomplete: incomplete(webhookId, commit),
});

test("posts deliveries oldest first, each once, without those that are too old or about which nothing is known", async () => {
  const log = [
    at(500, "b"),
    at(400, "gone", "gone"),
    { at: 300, incomplete: undefined },
    at(200, "a"),
    at(150, "b"),
    at(99, "old"),
    at(98, "old"),
  ];
  const { run, report, handedIn } = start(log);
  await run();
  expect(handedIn).toEqual(["a", "b"]);
  expect(report).toMatchObject({ completed: 2, incomplete: 1, left: 0, problems: [] });
});

test("leaves what the run has no time for to the next one", async () => {
  const { run, report, handedIn } = start([at(300, "c"), at(200, "b"), at(150, "a")], 1);
  await run();
  expect(handedIn).toEqual(["a"]);
  expect(report).toMatchObject({ completed: 1, left: 2, problems: [] });
});
