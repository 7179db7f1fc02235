import { describe, expect, test } from "vitest";
import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { recorded } from "./recorded-payloads.ts";

const SHA_1 = "1".repeat(40);
const SHA_2 = "2".repeat(40);
const ZEROS = "0".repeat(40);

const push = (fields: object = {}) => ({
  object_kind: "push",
  ref: "refs/heads/main",
  before: SHA_1,
  after: SHA_2,
  ...fields,
});

function eventOf(json: unknown) {
  const parsed = parseEvent(json);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.event;
}

describe("a push", () => {
  test.each([
    ["updated", SHA_1, SHA_2, SHA_2],
    ["created", ZEROS, SHA_2, SHA_2],
    ["deleted", SHA_1, ZEROS, SHA_1],
    ["deleted", SHA_1, "0".repeat(64), SHA_1],
    ["updated", SHA_1, "0".repeat(41), "0".repeat(41)],
  ])("is %s from %s to %s and names %s", (change, before, after, sha) => {
    expect(eventOf(push({ before, after }))).toMatchObject({ kind: "push", change, sha });
  });

  test("keeps slashes of a branch, and drops refs/heads/ and refs/tags/ alone", () => {
    expect(eventOf(push({ ref: "refs/heads/refs/heads/a/b" }))).toHaveProperty("ref", "refs/heads/a/b");
    expect(eventOf(push({ object_kind: "tag_push", ref: "refs/tags/v1/2" }))).toHaveProperty("ref", "v1/2");
    expect(eventOf(push({ ref: "refs/merge-requests/1/head" }))).toHaveProperty("ref", "refs/merge-requests/1/head");
  });

  test("never takes its head from the list of commits", () => {
    expect(eventOf(push({ commits: [{ id: "a" }, { id: "b" }], checkout_sha: null }))).toHaveProperty("sha", SHA_2);
  });

  test("names its pusher with the public address", () => {
    const pusher = { user_name: "Jane Doe", user_username: "j.doe", user_email: "jane@example.com" };
    const actor = { name: "Jane Doe", username: "j.doe", email: "jane@example.com" };
    expect(eventOf(push(pusher))).toHaveProperty("actor", actor);
    const attributes = { action: "open", last_commit: { id: SHA_1 } };
    const request = { object_kind: "merge_request", user: actor, object_attributes: attributes };
    expect(eventOf(request)).toHaveProperty("actor", actor);
  });

  test("of a system hook, without object_kind, is read like any other", () => {
    const { object_kind: _, ...fields } = push();
    expect(parseEvent({ ...fields, event_name: "push" })).toEqual(parseEvent(push()));
  });

  test("has the first line of a message as its title, where GitLab sends no title", () => {
    const commits = [
      { id: "a", message: "\n First\r\nSecond" },
      { id: "b", title: "Title", message: "Other" },
      { id: "c" },
    ];
    expect(eventOf(push({ commits }))).toHaveProperty("commits", [
      expect.objectContaining({ title: "First" }),
      expect.objectContaining({ title: "Title" }),
      expect.objectContaining({ title: "" }),
    ]);
  });

  test("counts more commits than it reads of a list that GitLab would not send", () => {
    const event = eventOf(push({ commits: Array.from({ length: 101 }, () => ({ id: "a" })), total_commits_count: 3 }));
    expect(event).toHaveProperty("commits.length", 100);
    expect(event).toHaveProperty("totalCommits", 101);
  });
});

describe("a push without commits", () => {
  test.each([
    ["no_commits", { commits: [], total_commits_count: 0 }],
    ["no_commits", { commits: [] }],
    ["no_commits", { total_commits_count: 0 }],
    ["updated", {}],
    ["updated", { commits: [], total_commits_count: 3 }],
    ["updated", { commits: [{ id: SHA_2 }], total_commits_count: 0 }],
    ["created", { commits: [], total_commits_count: 0, before: ZEROS }],
    ["deleted", { commits: [], total_commits_count: 0, after: ZEROS }],
    ["updated", { commits: [], total_commits_count: 0, object_kind: "tag_push" }],
  ])("is %s with %j", (change, fields) => {
    expect(eventOf(push(fields))).toHaveProperty("change", change);
  });
});

describe("what rules can ask for", () => {
  test("the default branch and whether the ref is protected", () => {
    const event = eventOf(recorded("docs.gitlab.com-2026/push.json"));
    expect(event).toMatchObject({ refProtected: true, project: { defaultBranch: "master" } });
    expect(eventOf(push())).toMatchObject({ refProtected: undefined, project: { defaultBranch: undefined } });
  });

  test("a merge request's assignees, reviewers and author, who is an id alone unless he acted or is an assignee", () => {
    const request = (authorId: number) => ({
      object_kind: "merge_request",
      user: { id: 1, username: "root" },
      assignees: [{ id: 2, username: "jane", name: "Jane" }],
      reviewers: [{ id: 3, username: "sam" }],
      object_attributes: { action: "open", author_id: authorId, last_commit: { id: SHA_1 } },
    });
    const jane = { username: "jane", name: "Jane" };
    expect(eventOf(request(2))).toMatchObject({
      assignees: [jane],
      reviewers: [{ username: "sam", name: undefined }],
      author: jane,
    });
    expect(eventOf(request(1))).toHaveProperty("author.username", "root");
    expect(eventOf(request(3))).toHaveProperty("author", undefined);
  });

  test("the failed jobs of a pipeline, without those that may fail, and whether another pipeline started it", () => {
    const pipeline = (source: string) => ({
      object_kind: "pipeline",
      object_attributes: { status: "failed", sha: SHA_1, source, tag: true, protected_ref: false },
      builds: [
        { name: "build", status: "success" },
        { name: "lint", status: "failed", allow_failure: true },
        { name: "test", status: "failed", allow_failure: false },
      ],
    });
    expect(eventOf(pipeline("parent_pipeline"))).toMatchObject({
      failedJobs: ["test"],
      isChildPipeline: true,
      isTag: true,
      refProtected: false,
    });
    expect(eventOf(pipeline("push"))).toHaveProperty("isChildPipeline", false);
  });

  test("whether everybody may read a comment, and its first lines", () => {
    const note = (fields: object, type = "note") => ({
      object_kind: "note",
      event_type: type,
      object_attributes: { note: "\none\r\ntwo\n3\n4\n5\n6", ...fields },
      commit: { id: SHA_1 },
    });
    expect(eventOf(note({}))).toMatchObject({ confidential: false, text: "one\ntwo\n3\n4\n5\n…" });
    expect(eventOf(note({}, "confidential_note"))).toHaveProperty("confidential", true);
    expect(eventOf(note({ internal: true }))).toHaveProperty("confidential", true);
    expect(eventOf(note({ note: "one\ntwo" }))).toHaveProperty("text", "one\ntwo");
    expect(eventOf(note({ note: "x".repeat(1e6) }))).toHaveProperty("text", `${"x".repeat(1_000)}\n…`);
  });
});

describe("a tag", () => {
  test("that is annotated names the commit, not the tag object", () => {
    expect(eventOf(recorded("HookTag.json"))).toHaveProperty("sha", "16862e368d8ab812e48833b741dad720d6e2cb7f");
  });

  test("without checkout_sha names what it points to", () => {
    expect(eventOf(push({ object_kind: "tag_push", before: ZEROS, checkout_sha: null }))).toHaveProperty("sha", SHA_2);
  });
});

describe("a pipeline", () => {
  const pipeline = (fields: object, commit?: object) => ({
    object_kind: "pipeline",
    object_attributes: fields,
    commit,
  });

  test("that failed names its commit", () => {
    const event = eventOf(pipeline({ status: "failed", sha: SHA_1 }, { id: SHA_1, title: "Title" }));
    expect(event).toMatchObject({ kind: "pipeline", sha: SHA_1, commits: [{ id: SHA_1, title: "Title" }] });
  });

  test("does not give one commit the title of another", () => {
    const event = eventOf(pipeline({ status: "failed", sha: SHA_1 }, { id: SHA_2, title: "Title" }));
    expect(event).toMatchObject({ sha: SHA_1, commits: [{ id: SHA_1, title: "" }] });
  });

  test.each(["success", "running", "canceled", null])("with status %s notifies nobody", (status) => {
    expect(eventOf(pipeline({ status, sha: SHA_1 }))).toHaveProperty("kind", "unsupported");
  });
});

describe("a comment", () => {
  test("on a commit has no branch, on a merge request its target branch", () => {
    const last_commit = { id: SHA_1 };
    expect(eventOf({ object_kind: "note", commit: { id: SHA_2 } })).toMatchObject({ ref: "", sha: SHA_2 });
    expect(eventOf({ object_kind: "note", merge_request: { target_branch: "main", last_commit } })).toMatchObject({
      ref: "main",
      sha: SHA_1,
    });
  });
});

describe("what is refused", () => {
  test.each(["ref", "before", "after"])("a push without %s, named by its path", (field) => {
    expect(parseEvent(push({ [field]: undefined }))).toMatchObject({ ok: false, errors: [{ path: field }] });
  });

  test("wrong types in fields that decide who is notified of which commit, each by its path", () => {
    const parsed = parseEvent(
      push({ user_username: 1, commits: [{ id: "a" }, { id: 2 }], project: { path_with_namespace: [] } }),
    );
    expect(parsed).toMatchObject({ ok: false, detail: "The body is not a valid GitLab push event." });
    expect(parsed.ok ? [] : parsed.errors.map(({ path }) => path).sort()).toEqual([
      "commits[1].id",
      "project.path_with_namespace",
      "user_username",
    ]);
  });

  test("with 20 mistakes named at most", () => {
    const parsed = parseEvent(push({ commits: Array.from({ length: 1_000 }, () => ({})) }));
    expect(parsed).toHaveProperty("errors.length", 20);
  });

  test.each([[null], [[]], ["push"], [{}], [{ object_kind: null, event_name: "push" }], [{ object_kind: ["push"] }]])(
    "no event: %j",
    (json) => {
      expect(parseEvent(json)).toMatchObject({ ok: false, detail: expect.stringContaining("not a GitLab event") });
    },
  );
});

describe("what a message only shows never makes a webhook be refused", () => {
  const odd = [null, 1, true, [], {}, "text"];

  test.each(odd)("of a push, whatever type it has: %j", (value) => {
    const shown = { title: value, message: value, url: value };
    const commits = [{ id: SHA_2, ...shown, author: { name: value } }];
    const project = { id: "15", name: value, web_url: value, path_with_namespace: "platform/api" };
    const event = eventOf(
      push({ project, commits, user_name: value, user_email: value, total_commits_count: value, project_id: "16" }),
    );
    expect(event).toMatchObject({ sha: SHA_2, project: { id: 15, path: "platform/api" }, commits: [{ id: SHA_2 }] });
  });

  test.each(odd)("of the others, whatever type it has: %j", (value) => {
    const attributes = {
      iid: value,
      title: value,
      url: value,
      note: value,
      id: value,
      source_branch: value,
      updated_at: value,
      finished_at: value,
    };
    const commit = { id: SHA_1, title: value, url: value };
    const user = { username: "jane", name: value, email: value };
    const told = [
      { object_kind: "merge_request", user, object_attributes: { ...attributes, action: "open", last_commit: commit } },
      { object_kind: "pipeline", object_attributes: { ...attributes, status: "failed" }, commit, builds: value },
      { object_kind: "pipeline", object_attributes: { status: "failed" }, commit, builds: [value, { name: value }] },
      { object_kind: "note", object_attributes: { ...attributes, action: value }, commit },
      { object_kind: "release", action: value, name: value, url: value, commit },
    ];
    expect(told.map((json) => eventOf(json)).map((event) => "sha" in event && event.sha)).toEqual(
      told.map(() => SHA_1),
    );
  });

  test("numbers may be written as text, and a number may be a title", () => {
    const commits = [{ id: SHA_2, title: 42 }];
    const event = eventOf(push({ project_id: "15", total_commits_count: "3", commits }));
    expect(event).toMatchObject({ project: { id: 15 }, totalCommits: 3, commits: [{ title: "42" }] });
    const attributes = { action: "open", iid: "7", last_commit: { id: SHA_1 } };
    expect(eventOf({ object_kind: "merge_request", object_attributes: attributes })).toHaveProperty("iid", 7);
  });
});

describe("a merge request", () => {
  const request = (fields: object) => ({
    object_kind: "merge_request",
    object_attributes: { action: "merge", state: "merged", last_commit: { id: SHA_1 }, ...fields },
  });

  test.each([
    [{ merge_commit_sha: SHA_2, squash_commit_sha: "3" }, SHA_2],
    [{ merge_commit_sha: null, squash_commit_sha: SHA_2 }, SHA_2],
    [{ merge_commit_sha: null, squash_commit_sha: null }, SHA_1],
    [{ merge_commit_sha: SHA_2, state: undefined }, SHA_2],
    [{ merge_commit_sha: SHA_2, action: "close", state: "closed" }, SHA_1],
  ])("with %j names the commit on the target branch", (fields, sha) => {
    expect(eventOf(request(fields))).toHaveProperty("sha", sha);
  });

  test("that is merged is commented on by the commit on the target branch", () => {
    const merge_request = { state: "merged", merge_commit_sha: SHA_2, last_commit: { id: SHA_1 } };
    expect(eventOf({ object_kind: "note", merge_request })).toHaveProperty("sha", SHA_2);
    expect(eventOf({ object_kind: "note", merge_request: { ...merge_request, state: "opened" } })).toHaveProperty(
      "sha",
      SHA_1,
    );
  });

  test("of a fork has no comparison in this project", () => {
    const pushed = { action: "update", state: "opened", oldrev: SHA_2, source_project_id: 1, target_project_id: 1 };
    expect(eventOf(request(pushed))).toHaveProperty("before", SHA_2);
    expect(eventOf(request({ ...pushed, source_project_id: 2 }))).toHaveProperty("before", undefined);
  });
});

describe("commits", () => {
  test("are oldest first, even from a hook's Test button, which sends the newest first", () => {
    const newestFirst = [{ id: SHA_2 }, { id: "b" }, { id: "a" }];
    const ids = (commits: object[]) => {
      const event = eventOf(push({ commits }));
      return "commits" in event && event.commits.map(({ id }) => id);
    };
    expect(ids(newestFirst)).toEqual(["a", "b", SHA_2]);
    expect(ids(newestFirst.toReversed())).toEqual(["a", "b", SHA_2]);
    expect(ids([{ id: "a" }, { id: "b" }])).toEqual(["a", "b"]);
  });
});

test("a kind of any length is accepted and shown short", () => {
  expect(parseEvent({ object_kind: "x".repeat(1e6) })).toMatchObject({ ok: true, kind: "x".repeat(64) });
});
