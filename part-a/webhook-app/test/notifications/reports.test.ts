import { describe, expect, test } from "vitest";
import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { decide } from "../../src/notifications/decide.ts";
import { parsePolicy } from "../../src/notifications/policy.ts";
import { mistakesOf } from "./mistakes-of.ts";
import { mergeRequest, pipeline, push } from "./payloads.ts";

/** Who is notified of a payload by these rules, or why nobody is. */
function told(payload: object, rules: string): string {
  const parsed = parseEvent(payload);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed));
  const decision = decide(parsed.event, parsePolicy(rules, "recipients.yaml"));
  return decision.status === "notify"
    ? decision.recipients.map(({ recipient }) => recipient).join(", ")
    : decision.reason;
}

/** What users of comparable bots asked for or complained of, with inputs of our own. */
describe("who is notified", () => {
  test("matrix-hookshot#748: a branch that CI pushes to is left out", () => {
    const rules = "rules: [{refs: ['!gh-pages', '!build/*'], notify: ['@reader']}]";
    expect(told(push({ project: "a/site", ref: "gh-pages", by: "ci" }), rules)).toBe("no_rule");
    expect(told(push({ project: "a/site", ref: "build/2026/11", by: "ci" }), rules)).toBe("no_rule");
    expect(told(push({ project: "a/site", ref: "gh-pages-2", by: "jane" }), rules)).toBe("reader");
  });

  test("integrations/slack#1613: created and deleted branches are notified only for release/* and hotfix/*", () => {
    const rules =
      "rules: [{refs: ['release/*', 'hotfix/*'], events: [push], changes: [created, deleted], notify: ['@lead']}]";
    const of = (ref: string, change: "created" | "updated" | "deleted") =>
      told(push({ project: "a/b", ref, change }), rules);
    expect([of("release/2", "created"), of("hotfix/9", "deleted")]).toEqual(["lead", "lead"]);
    expect([of("release/2", "updated"), of("feature/x", "created")]).toEqual(["no_rule", "no_rule"]);
  });

  test("buildbot#2893: a branch that is reset, and one created on a known commit, are notified though they bring no commits", () => {
    const rules = "rules: [{refs: [main, topic], events: [push], notify: ['@reader']}]";
    expect(told(push({ project: "a/b", ref: "main", change: "no_commits" }), rules)).toBe("reader");
    expect(told(push({ project: "a/b", ref: "topic", change: "created" }), rules)).toBe("reader");
  });

  test("gitlab-slack#28 and #14: whoever wrote a new branch's history hears nothing, whoever made it does", () => {
    const rules =
      "rules: [{notify: [pusher, authors]}]\npeople: {jane: jane, max@example.com: max, sam@example.com: sam}";
    const history = {
      project: "a/b",
      ref: "feature/x",
      by: "jane",
      authors: ["max@example.com", "sam@example.com"],
      total: 900,
    };
    expect(told(push({ ...history, change: "created" }), rules)).toBe("jane");
    expect(told(push({ ...history, change: "updated" }), rules)).toBe("jane, max, sam");
  });

  test("bk-ci#11317: a branch reset by force, which counts 0 commits, is notified like any push", () => {
    const back = push({ project: "a/b", by: "jane", change: "no_commits" });
    expect(back.total_commits_count).toBe(0);
    expect(told(back, "rules: [{notify: [pusher]}]\npeople: {jane: jane}")).toBe("jane");
    expect(told(back, "rules: [{notify: [pusher], changes: [updated]}]\npeople: {jane: jane}")).toBe("no_rule");
  });

  // Read: its fix, akuity/kargo#5456.
  test("kargo#5454: a project that the configuration names by its SSH URL does not silently mismatch", () => {
    const named = (project: string) => `rules: [{projects: ["${project}"], notify: ["@reader"]}]`;
    expect(mistakesOf(named("git@gitlab.example.com:platform/api.git"))).toEqual([
      expect.stringMatching(/^recipients.yaml:1: rule 1, projects, entry 1: .* write platform\/api$/),
    ]);
    expect(mistakesOf(named("ssh://git@gitlab.example.com/platform/api.git"))[0]).toMatch(/write platform\/api$/);
    expect(told(push({ project: "Platform/API" }), named("platform/api"))).toBe("reader");
  });

  // Read: mattermost-plugin-gitlab#409, which closes it.
  test("mattermost-plugin-gitlab#320: a pipeline's children, which fail with it, flood nobody", () => {
    const rules = "rules: [{events: [pipeline], notify: ['@reader']}]";
    const failed = { project: "a/b", by: "jane" };
    expect(told(pipeline({ ...failed, source: "parent_pipeline" }), rules)).toBe("unsupported_event");
    expect(told(pipeline(failed), rules)).toBe("reader");
  });

  // The thread itself could not be read. Its neighbours #655 and #2052 are about this.
  test("atlantis#547: edits of a merge request are not taken for pushes to it", () => {
    const rules = "rules: [{events: [merge_request], notify: ['@reader']}]";
    const update = mergeRequest({ project: "a/b", by: "jane", action: "update" });
    const { oldrev, ...attributes } = update.object_attributes;
    expect(oldrev).toBeDefined();
    for (const changes of [{ labels: { previous: [], current: [{ title: "ready" }] } }, { description: {} }]) {
      expect(told({ ...update, object_attributes: attributes, changes }, rules)).toBe("unsupported_event");
    }
    expect(told(update, rules)).toBe("reader");
  });

  // The thread itself could not be read. Its neighbours #997 and #1040 are about this.
  test("integrations/slack#1010: pushes to all branches are notified unless a rule says otherwise", () => {
    const everything = "rules: [{notify: ['@reader']}]";
    const selected = "rules: [{refs: [develop, 'release/*'], notify: ['@reader']}]";
    const of = (ref: string, rules: string) => told(push({ project: "a/b", ref }), rules);
    expect(["main", "develop", "feature/x"].map((ref) => of(ref, everything))).toEqual(Array(3).fill("reader"));
    expect(["main", "develop", "release/2"].map((ref) => of(ref, selected))).toEqual(["no_rule", "reader", "reader"]);
    expect(of("develop", "rules: [{default_branch: true, notify: ['@reader']}]")).toBe("no_rule");
  });

  // The thread itself could not be read. Its neighbours #963 and #1018 are about this.
  test("integrations/slack#947: whoever becomes a reviewer later is notified from then on", () => {
    const rules = "rules: [{events: [merge_request], notify: [reviewers]}]\npeople: {sam: sam}";
    expect(told(mergeRequest({ project: "a/b", by: "jane" }), rules)).toBe("no_recipient");
    const later = { project: "a/b", by: "jane", reviewers: ["sam"] };
    expect(told(mergeRequest({ ...later, action: "update" }), rules)).toBe("sam");
    expect(told(mergeRequest({ ...later, action: "merge" }), rules)).toBe("sam");
  });
});
