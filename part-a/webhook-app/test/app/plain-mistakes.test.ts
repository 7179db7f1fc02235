import { describe, expect, test } from "vitest";
import { ADMIN_TOKEN, SECRET_TOKEN, startApp } from "./start-app.ts";

interface Problem {
  status: number;
  errors: { path: string; message: string }[];
}

async function post(body: object): Promise<Problem> {
  const { baseUrl } = await startApp();
  const headers = { "content-type": "application/json", "x-gitlab-token": SECRET_TOKEN };
  const answer = await fetch(`${baseUrl}/webhooks/gitlab`, { method: "POST", headers, body: JSON.stringify(body) });
  return (await answer.json()) as Problem;
}

async function ask(path: string, init: RequestInit = {}): Promise<Problem> {
  const { baseUrl } = await startApp();
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "application/json" };
  return (await (await fetch(`${baseUrl}${path}`, { headers, ...init })).json()) as Problem;
}

const messages = ({ errors }: Problem) => errors.map(({ path, message }) => `${path}: ${message}`);

describe("an error says in plain words what was expected and what is there", () => {
  test("of a webhook's body", async () => {
    const wrong = {
      object_kind: "push",
      ref: null,
      after: 7,
      ref_protected: "yes",
      project_id: {},
      project: true,
      commits: [{ id: ["a"] }, "x"],
    };
    expect(messages(await post(wrong))).toEqual([
      "ref: Expected a string, not null.",
      "ref_protected: Expected true or false, not a string.",
      "before: Expected a string; it is missing.",
      "after: Expected a string, not a number.",
      "project_id: Expected a number or a string, not an object.",
      "project: Expected an object, not true.",
      "commits[0].id: Expected a string, not an array.",
      "commits[1]: Expected an object, not a string.",
    ]);
  });

  test("of a list's parameters", async () => {
    const query = "since=yesterday&sha=abc&outcome=lost&limit=0&cursor=next&project=";
    expect(messages(await ask(`/webhooks?${query}`))).toEqual([
      "since: Expected an RFC 3339 time, such as 2026-11-25T12:00:00Z.",
      "project: It is empty.",
      "sha: Expected at least the first 7 digits of a SHA.",
      "outcome: Expected one of accepted, duplicate, ignored, rejected.",
      "limit: Expected a number from 1 to 200.",
      "cursor: Expected the nextCursor of the previous page.",
    ]);
    expect(messages(await ask("/notifications/first"))).toEqual(["id: Expected the id of a notification, an integer."]);
  });

  test("of a retry's body", async () => {
    const body = JSON.stringify({ filter: { recipient: 7, projects: "a/b" }, recipient: "x".repeat(256) });
    expect(messages(await ask("/notifications/retry", { method: "POST", body }))).toEqual([
      "filter.recipient: Expected a string, not a number.",
      "filter: Unknown: projects.",
      "recipient: It is too long; at most 255 characters are allowed.",
    ]);
  });
});
