import { expect, test } from "vitest";
import { tag } from "../notifications/payloads.ts";
import { SECRET_TOKEN, startApp } from "./start-app.ts";

// The thread itself could not be read. What is near it in number (#2225) is about tags for which something is to happen again.
test("pipelines-as-code#2252: a tag that is deleted and pushed again is news, and the same report twice is none", async () => {
  const { baseUrl, outbox } = await startApp();
  const headers = {
    "content-type": "application/json",
    "x-gitlab-token": SECRET_TOKEN,
    "x-gitlab-event": "Tag Push Hook",
  };
  const post = async (body: object) => {
    const answer = await fetch(`${baseUrl}/webhooks/gitlab`, { method: "POST", headers, body: JSON.stringify(body) });
    return ((await answer.json()) as { status: string }).status;
  };
  const made = tag({ project: "a/b" });
  const deleted = { ...tag({ project: "a/b", change: "deleted" }), before: made.after, checkout_sha: null };
  const answers = [];
  for (const body of [made, made, deleted, made]) answers.push(await post(body));
  expect(answers).toEqual(["accepted", "duplicate", "accepted", "accepted"]);
  const told = (await outbox.list({ limit: 10 })).map(({ text }) => text.split("\n", 1)[0]);
  expect(told.toReversed().map((line) => /created|deleted/.exec(line ?? "")?.[0])).toEqual([
    "created",
    "deleted",
    "created",
  ]);
});
