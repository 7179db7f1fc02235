import { describe, expect, test } from "vitest";
import { decide } from "../../src/notifications/decide.ts";
import { parsePolicy, singleRecipientPolicy } from "../../src/notifications/policy.ts";
import { noteEvent, pipelineEvent } from "./other-events.ts";
import { commit, pushEvent } from "./push-event.ts";

const policy = parsePolicy(
  `
rules:
  - {projects: ["quiet/*"], events: [tag_push], notify: [pusher]}
  - {projects: ["platform/*"], refs: ["main", "release/*"], notify: [pusher, authors, "@captain"]}
  - {projects: ["platform/*"], refs: ["self"], notify: [authors, "@JANE", "@captain"], skip_self: true}
  - {projects: ["platform/*"], refs: ["*"], events: [pipeline], notify: ["@captain"]}
  - {projects: ["platform/*"], refs: ["late"], notify: ["@captain"]}
people:
  j.doe: jane
  Jane@Example.com: jane
  max@example.com: max
ignore_pushers: ["project_*_bot*", Renovate]
`,
  "recipients.yaml",
);

const byAuthors = (...emails: (string | undefined)[]) =>
  emails.map((email) => commit({ author: { name: "Somebody", email } }));

describe("recipients", () => {
  test("are the pusher, the authors and named people, each once, with the first reason", () => {
    const event = pushEvent({ commits: byAuthors("JANE@example.com", "max@example.com", "max@example.com") });
    expect(decide(event, policy)).toEqual({
      status: "notify",
      rule: 2,
      recipients: [
        { recipient: "jane", person: "j.doe", because: "pusher", authorEmails: ["jane@example.com"] },
        {
          recipient: "max",
          person: "max@example.com",
          because: "author max@example.com",
          authorEmails: ["max@example.com"],
        },
        { recipient: "captain", because: "@captain" },
      ],
      skipped: [],
    });
  });

  test("come with every address by which they are authors, for the commits that their message shows", () => {
    const both = parsePolicy(
      "{rules: [{notify: [authors]}], people: {jane@example.com: jane, jane@home.example: Jane}}",
      "both.yaml",
    );
    const event = pushEvent({ commits: byAuthors("jane@HOME.example", "Jane@example.com", "jane@home.example") });
    expect(decide(event, both)).toHaveProperty("recipients.0.authorEmails", ["jane@home.example", "jane@example.com"]);
  });

  test("are never guessed: who is not in people is skipped once, by the name the payload has", () => {
    const event = pushEvent({
      actor: { username: undefined, name: "J. Doe" },
      commits: byAuthors("x@example.com", "x@example.com", undefined),
    });
    expect(decide(event, policy)).toMatchObject({
      recipients: [{ recipient: "captain" }],
      skipped: ["J. Doe", "x@example.com", "Somebody"].map((person) => ({ person, reason: "unmapped_user" })),
    });
  });

  test("find the pusher's username in any case, but not by the display name", () => {
    const withActor = (actor: { username: string | undefined; name: string }) =>
      decide(pushEvent({ actor, commits: [] }), policy);
    expect(withActor({ username: "J.DOE", name: "x" })).toHaveProperty("recipients.0.recipient", "jane");
    expect(withActor({ username: undefined, name: "j.doe" })).toHaveProperty("skipped.0.person", "j.doe");
  });

  test("are without the pusher under skip_self, by whatever way the rule would reach them", () => {
    const event = pushEvent({ ref: "self", commits: byAuthors("jane@example.com") });
    expect(decide(event, policy)).toMatchObject({
      rule: 3,
      recipients: [{ recipient: "captain" }],
      skipped: [
        { person: "jane@example.com", reason: "self" },
        { person: "@JANE", reason: "self" },
      ],
    });
  });

  test("of release/* hear of branches below it, slashes and all", () => {
    expect(decide(pushEvent({ ref: "release/2026/11" }), policy)).toMatchObject({ status: "notify", rule: 2 });
  });

  test("the single recipient is notified even of their own pushes", () => {
    expect(decide(pushEvent(), singleRecipientPolicy("jane"))).toMatchObject({ status: "notify", rule: 1 });
  });
});

describe("a webhook is ignored", () => {
  test("if there is nothing to notify, whoever acted", () => {
    expect(decide({ kind: "unsupported", detail: "Why." }, policy)).toEqual({
      status: "ignored",
      reason: "unsupported_event",
      detail: "Why.",
      skipped: [],
    });
  });

  test.each(["project_7_bot_abc", "PROJECT_7_BOT", "renovate"])("when the pusher %s is ignored", (username) => {
    const event = pushEvent({
      actor: { username, name: undefined },
      project: { id: 1, path: "x/y", webUrl: undefined, defaultBranch: undefined },
    });
    expect(decide(event, policy)).toMatchObject({ reason: "bot_pusher", detail: expect.stringContaining(username) });
  });

  test("when no rule matches its project and ref", () => {
    const project = { id: 1, path: "other/api", webUrl: undefined, defaultBranch: undefined };
    expect(decide(pushEvent({ project }), policy)).toMatchObject({
      reason: "no_rule",
      detail: "No rule matches other/api, main.",
    });
  });

  test("when a rule matches its project and ref but not its event", () => {
    expect(decide(pushEvent({ ref: "feature" }), policy)).toMatchObject({ reason: "event_not_enabled" });
    const project = { id: 1, path: "Quiet/api", webUrl: undefined, defaultBranch: undefined };
    expect(decide(pushEvent({ project }), policy)).toMatchObject({ reason: "event_not_enabled" });
  });

  test("not when a later rule matches all three", () => {
    expect(decide(pushEvent({ ref: "late" }), policy)).toMatchObject({ status: "notify", rule: 5 });
  });

  test("when of the people its rule names nobody is left", () => {
    const nobody = parsePolicy("rules: [{notify: [pusher, authors]}]", "recipients.yaml");
    expect(decide(pushEvent(), nobody)).toMatchObject({
      reason: "no_recipient",
      rule: 1,
      skipped: [{ person: "j.doe" }, { person: "jane@example.com" }],
    });
  });
});

/** The policy of these rules, one a line. */
const rules = (list: string, rest = "") => parsePolicy(`rules:\n${list}\n${rest}`, "recipients.yaml");

const reasonOf = (decision: ReturnType<typeof decide>) =>
  decision.status === "notify" ? `rule ${decision.rule}` : decision.reason;

describe("a rule", () => {
  test("may say that nobody is notified", () => {
    const quiet = rules("  - {refs: ['renovate/*'], notify: []}\n  - {notify: ['@x']}");
    expect(decide(pushEvent({ ref: "renovate/zod-5" }), quiet)).toEqual({
      status: "ignored",
      reason: "silenced",
      detail: "Rule 1 matches, and notifies nobody on purpose (`notify: []`).",
      rule: 1,
      skipped: [],
    });
    expect(reasonOf(decide(pushEvent(), quiet))).toBe("rule 2");
  });

  test("of the default branch is about no other branch, no tag, and no project that does not tell it", () => {
    const policy = rules("  - {events: [push, tag_push], default_branch: true, notify: ['@x']}");
    const project = { id: 1, path: "a/b", webUrl: undefined, defaultBranch: "trunk" };
    const unknown = { ...project, defaultBranch: undefined };
    expect(reasonOf(decide(pushEvent({ project, ref: "trunk" }), policy))).toBe("rule 1");
    expect(reasonOf(decide(pushEvent({ project, ref: "main" }), policy))).toBe("no_rule");
    expect(reasonOf(decide(pushEvent({ project, ref: "trunk", kind: "tag_push" }), policy))).toBe("no_rule");
    expect(reasonOf(decide(pushEvent({ project: unknown, ref: "main" }), policy))).toBe("no_rule");
  });

  test("of protected branches is about no other branch and no tag", () => {
    const policy = rules("  - {events: [push, tag_push], protected: true, notify: ['@x']}");
    expect(reasonOf(decide(pushEvent({ refProtected: true }), policy))).toBe("rule 1");
    expect(reasonOf(decide(pushEvent({ refProtected: false }), policy))).toBe("no_rule");
    expect(reasonOf(decide(pushEvent({ refProtected: undefined }), policy))).toBe("no_rule");
    expect(reasonOf(decide(pushEvent({ refProtected: true, kind: "tag_push" }), policy))).toBe("no_rule");
  });

  test("goes by who acted; of somebody without a username only exclusions are true", () => {
    const policy = rules(
      "  - {pushers: ['!*-BOT'], refs: [main], notify: ['@x']}\n  - {pushers: [j*], notify: ['@y']}",
    );
    const by = (username: string | undefined, ref = "main") =>
      decide(pushEvent({ actor: { username, name: undefined }, ref }), policy);
    expect(reasonOf(by("deploy-bot"))).toBe("no_rule");
    expect(by("deploy-bot")).toHaveProperty(
      "detail",
      "No rule for platform/api, main matches push events with changes: [updated] by deploy-bot.",
    );
    expect(reasonOf(by("jane"))).toBe("rule 1");
    expect(reasonOf(by(undefined))).toBe("rule 1");
    expect(reasonOf(by("JANE", "feature"))).toBe("rule 2");
    expect(reasonOf(by(undefined, "feature"))).toBe("no_rule");
  });

  test("goes by what happened, a push without commits apart", () => {
    const policy = rules(
      "  - {changes: [created, deleted], notify: ['@x']}\n  - {changes: [no_commits], events: [push], notify: ['@y']}",
    );
    const of = (change: "created" | "updated" | "deleted" | "no_commits") =>
      reasonOf(decide(pushEvent({ change }), policy));
    expect([of("created"), of("deleted"), of("no_commits"), of("updated")]).toEqual([
      "rule 1",
      "rule 1",
      "rule 2",
      "no_rule",
    ]);
  });

  test("applies to confidential comments only if it says so", () => {
    const note = noteEvent({ confidential: true });
    const open = rules("  - {events: [note], notify: ['@x']}");
    expect(reasonOf(decide(noteEvent(), open))).toBe("rule 1");
    expect(decide(note, open)).toMatchObject({
      reason: "event_not_enabled",
      detail: expect.stringContaining("confidential: true"),
    });
    const both = rules("  - {events: [note], confidential: true, notify: ['@x']}");
    expect([reasonOf(decide(note, both)), reasonOf(decide(noteEvent(), both))]).toEqual(["rule 1", "rule 1"]);
  });

  test("is about pipelines, but not about those that another one started", () => {
    const policy = rules("  - {events: [pipeline], notify: ['@x']}");
    expect(reasonOf(decide(pipelineEvent(), policy))).toBe("rule 1");
    expect(decide(pipelineEvent({ isChildPipeline: true }), policy)).toMatchObject({
      reason: "unsupported_event",
      detail: expect.stringMatching(/^Child pipelines do not produce notifications/),
    });
  });

  test("of a branch is not about the pipeline of a tag with that name", () => {
    const policy = rules("  - {events: [pipeline], default_branch: true, notify: ['@x']}");
    expect(reasonOf(decide(pipelineEvent(), policy))).toBe("rule 1");
    expect(reasonOf(decide(pipelineEvent({ isTag: true }), policy))).toBe("no_rule");
  });
});
