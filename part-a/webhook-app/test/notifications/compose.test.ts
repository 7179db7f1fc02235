import { describe, expect, test } from "vitest";
import type { GitLabEvent } from "../../src/gitlab/event.ts";
import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { composeNotifications } from "../../src/notifications/compose.ts";
import { originOf, reportOf } from "../../src/notifications/meaning-key.ts";
import { recorded } from "../gitlab/recorded-payloads.ts";
import { commit, pushEvent, SHA_1, SHA_2 } from "./push-event.ts";

const JANE = [{ recipient: "jane", because: "pusher" }];
const keyOf = (event: GitLabEvent, recipient = "jane", instance?: string) =>
  composeNotifications(event, [{ recipient, because: "" }], originOf(event, instance))[0]?.meaningKey;

function eventOf(json: unknown) {
  const parsed = parseEvent(json);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.event;
}

test("each recipient gets a notification with its own id", () => {
  const people = [...JANE, { recipient: "max", because: "@max" }];
  const [first, second, ...more] = composeNotifications(pushEvent(), people, "");
  expect(more).toEqual([]);
  expect(first).toMatchObject({ recipient: "jane", project: "platform/api", ref: "main", sha: SHA_2 });
  expect(first?.text).toContain(SHA_2);
  expect(first?.messageId).toMatch(/^[2-9A-HJ-NP-TW-Za-km-z]{17}$/);
  expect(second?.recipient).toBe("max");
  expect(second?.messageId).not.toBe(first?.messageId);
});

describe("a notification has, besides its text", () => {
  const composed = (event: GitLabEvent) => composeNotifications(event, JANE, "")[0];

  test("what kind of event it was, and who acted: by username, else by name", () => {
    expect(composed(pushEvent({ kind: "tag_push" }))).toMatchObject({ kind: "tag_push", actor: "j.doe" });
    expect(composed(pushEvent({ actor: { username: undefined, name: "Jane Doe" } }))?.actor).toBe("Jane Doe");
    expect(composed(pushEvent({ actor: { username: undefined, name: undefined } }))?.actor).toBe("");
  });

  test("that a branch or a tag was deleted, which differs from a push without commits", () => {
    expect(composed(pushEvent({ change: "deleted" }))?.kind).toBe("branch_deleted");
    expect(composed(pushEvent({ kind: "tag_push", change: "deleted" }))?.kind).toBe("tag_deleted");
    expect(composed(pushEvent({ change: "no_commits" }))?.kind).toBe("push");
  });

  test("the number of commits: all of a push, including those that its payload omits; one for anything else", () => {
    expect(composed(pushEvent({ totalCommits: 25 }))?.commits).toBe(25);
    expect(composed(pushEvent({ commits: [], totalCommits: 0 }))?.commits).toBe(0);
    expect(composed(pushEvent({ totalCommits: 1e300 }))?.commits).toBe(2_147_483_647);
    const merged = recorded("fixtures_merge_request_hook__merge_request_closed.json");
    expect(composed(eventOf(merged))).toMatchObject({ kind: "merge_request", commits: 1 });
  });
});

test("nothing is composed of an unsupported event", () => {
  expect(composeNotifications({ kind: "unsupported", detail: "" }, JANE, "")).toEqual([]);
});

test("every text can be stored: no NUL, no lone surrogate, no endless field", () => {
  const hostile = `a\0\uD800${"x".repeat(300)}😀\uDC00`;
  const project = { id: undefined, path: hostile, webUrl: hostile, defaultBranch: undefined };
  const event = pushEvent({
    ref: hostile,
    sha: hostile,
    before: hostile,
    project,
    actor: { username: hostile, name: hostile },
    commits: [commit({ id: hostile, title: hostile, url: hostile })],
  });
  const [notification] = composeNotifications(event, JANE, originOf(event, hostile));
  for (const text of Object.values(notification ?? {}).map(String)) {
    expect(text).not.toContain("\0");
    expect(text.isWellFormed()).toBe(true);
  }
  for (const text of [notification?.project, notification?.ref, notification?.sha, notification?.actor]) {
    expect(text?.length).toBeLessThanOrEqual(255);
  }
});

describe("a report", () => {
  test("exists only for pushes and tag pushes: source, ref, and from where to where", () => {
    const push = reportOf(pushEvent(), "ci", originOf(pushEvent(), undefined));
    expect(push).toMatchObject({ source: "ci", transition: expect.stringMatching(/^[0-9a-f]{40} [0-9a-f]{40}$/) });
    expect(push?.ref).toContain("https://gitlab.example.com");
    const hook = recorded("fixtures_merge_request_hook__merge_request_closed.json");
    expect(reportOf(eventOf(hook), "hook", "")).toBeUndefined();
  });

  test("of another branch, project or instance is of another ref; a tag of a branch's name is none of it", () => {
    const project = { id: 15, path: "platform/api", webUrl: "https://gitlab.example.com/platform/api" };
    const events = [
      pushEvent(),
      pushEvent({ ref: "other" }),
      pushEvent({ kind: "tag_push" }),
      pushEvent({ project: { ...project, id: 16, defaultBranch: undefined } }),
      pushEvent({
        project: { ...project, webUrl: "https://other.example.com/platform/api", defaultBranch: undefined },
      }),
    ];
    expect(new Set(events.map((event) => reportOf(event, "hook", originOf(event, undefined))?.ref)).size).toBe(
      events.length,
    );
  });
});

describe("two webhooks mean the same", () => {
  test("when a project hook and a system hook report one push", () => {
    const project = recorded("rjw57+pydantic-gitlab-webhooks/tests_fixtures_push.json");
    const system = { ...project, user_name: "Other", commits: [] } as Record<string, unknown>;
    delete system["object_kind"];
    expect(keyOf(eventOf(system))).toBe(keyOf(eventOf(project)));
  });

  test("if one names its instance by the project's URL and the other by X-Gitlab-Instance", () => {
    const at = (webUrl: string | undefined) =>
      pushEvent({ project: { id: 15, path: "platform/api", webUrl, defaultBranch: undefined } });
    const key = keyOf(at("https://example.com/gitlab/platform/api"));
    expect(keyOf(at(undefined), "jane", "https://example.com/gitlab")).toBe(key);
    expect(keyOf(at(undefined), "jane", "https://example.com/gitlab/")).toBe(key);
  });

  test("when the project's id is written as text", () => {
    const push = { object_kind: "push", ref: "refs/heads/main", before: SHA_1, after: SHA_2 };
    expect(keyOf(eventOf({ ...push, project_id: "15" }))).toBe(keyOf(eventOf({ ...push, project_id: 15 })));
  });

  test("whatever the case of the recipient", () => {
    expect(keyOf(pushEvent(), "Jane")).toBe(keyOf(pushEvent(), "jane"));
  });

  test("when a project hook and a system hook report one merge request", () => {
    const hook = recorded("fixtures_merge_request_hook__merge_request_closed.json");
    const system = recorded("fixtures_system_hook__merge_request_closed.json");
    system.project["id"] = hook.project["id"];
    expect(keyOf(eventOf(system))).toBe(keyOf(eventOf(hook)));
  });

  test("even if the project's URL is on another path of the same instance", () => {
    const project = {
      id: 15,
      path: "moved/api",
      webUrl: "https://gitlab.example.com/moved/api",
      defaultBranch: "main",
    };
    expect(keyOf(pushEvent({ project }))).toBe(keyOf(pushEvent()));
  });
});

describe("two webhooks mean different things", () => {
  const project = (fields: object) => ({
    project: { id: 15, path: "platform/api", webUrl: undefined, defaultBranch: undefined, ...fields },
  });

  test.each([
    ["before", pushEvent({ before: SHA_2 })],
    ["after", pushEvent({ after: SHA_1 })],
    ["ref", pushEvent({ ref: "main2" })],
    ["kind", pushEvent({ kind: "tag_push" })],
    ["project", pushEvent(project({ id: 16, webUrl: "https://gitlab.example.com/platform/api" }))],
    ["instance", pushEvent(project({ webUrl: "https://gitlab.example.org/platform/api" }))],
    ["relative root", pushEvent(project({ webUrl: "https://gitlab.example.com/gitlab/platform/api" }))],
  ])("by %s", (_, other) => {
    expect(keyOf(other)).not.toBe(keyOf(pushEvent()));
  });

  test("by recipient", () => {
    expect(keyOf(pushEvent(), "max")).not.toBe(keyOf(pushEvent(), "jane"));
  });

  test("by X-Gitlab-Instance and path if the payload has neither URL nor id", () => {
    const bare = (path: string) => pushEvent(project({ id: undefined, path }));
    const key = keyOf(bare("a/b"), "jane", "https://one.example.com");
    expect(keyOf(bare("a/b"), "jane", "https://two.example.com")).not.toBe(key);
    expect(keyOf(bare("a/c"), "jane", "https://one.example.com")).not.toBe(key);
    expect(keyOf(bare("a/b"), "jane", "https://one.example.com/")).toBe(key);
  });

  test("when separators in a branch name try to forge another", () => {
    expect(keyOf(pushEvent({ ref: `main","${SHA_1}`, before: "x" }))).not.toBe(keyOf(pushEvent({ ref: "main" })));
  });

  test("when a ref differs beyond what is shown of it", () => {
    const ref = "x".repeat(300);
    expect(keyOf(pushEvent({ ref: `${ref}a` }))).not.toBe(keyOf(pushEvent({ ref: `${ref}b` })));
  });

  test("when a merge request is closed a second time", () => {
    const first = recorded("fixtures_merge_request_hook__merge_request_closed.json");
    const second = structuredClone(first);
    second.object_attributes["updated_at"] = "2026-01-01 10:00:00 UTC";
    expect(keyOf(eventOf(second))).not.toBe(keyOf(eventOf(first)));
  });
});
