import { describe, expect, test } from "vitest";
import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { decide } from "../../src/notifications/decide.ts";
import { parsePolicy } from "../../src/notifications/policy.ts";
import { push } from "./payloads.ts";

/** Who is told of a payload by these rules, or why nobody is. */
function told(payload: object, rules: string): string {
  const parsed = parseEvent(payload);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed));
  const decision = decide(parsed.event, parsePolicy(rules, "recipients.yaml"));
  return decision.status === "notify"
    ? decision.recipients.map(({ recipient }) => recipient).join(", ")
    : decision.reason;
}

/** What users of comparable bots asked for or complained of, with inputs of our own. */
describe("who is told", () => {
  test("matrix-hookshot#748: a branch that CI pushes to is left out", () => {
    const rules = "rules: [{refs: ['!gh-pages', '!build/*'], notify: ['@reader']}]";
    expect(told(push({ project: "a/site", ref: "gh-pages", by: "ci" }), rules)).toBe("no_rule");
    expect(told(push({ project: "a/site", ref: "build/2026/11", by: "ci" }), rules)).toBe("no_rule");
    expect(told(push({ project: "a/site", ref: "gh-pages-2", by: "jane" }), rules)).toBe("reader");
  });

  test("integrations/slack#1613: made and deleted branches are told of release/* and hotfix/* only", () => {
    const rules =
      "rules: [{refs: ['release/*', 'hotfix/*'], events: [push], changes: [created, deleted], notify: ['@lead']}]";
    const of = (ref: string, change: "created" | "updated" | "deleted") =>
      told(push({ project: "a/b", ref, change }), rules);
    expect([of("release/2", "created"), of("hotfix/9", "deleted")]).toEqual(["lead", "lead"]);
    expect([of("release/2", "updated"), of("feature/x", "created")]).toEqual(["no_rule", "no_rule"]);
  });

  test("buildbot#2893: a branch that is reset, and one made on a known commit, are told though they bring no commits", () => {
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
});
