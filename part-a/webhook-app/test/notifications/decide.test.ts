import { describe, expect, test } from "vitest";
import { decide } from "../../src/notifications/decide.ts";
import { parsePolicy, singleRecipientPolicy } from "../../src/notifications/policy.ts";
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
        { recipient: "jane", because: "pusher", authorEmails: ["jane@example.com"] },
        { recipient: "max", because: "author max@example.com", authorEmails: ["max@example.com"] },
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
      commits: byAuthors("x@example.com", "x@example.com", undefined, "[REDACTED]"),
    });
    expect(decide(event, policy)).toMatchObject({
      recipients: [{ recipient: "captain" }],
      skipped: ["J. Doe", "x@example.com", "Somebody", "[REDACTED]"].map((person) => ({
        person,
        reason: "unmapped_user",
      })),
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

  test("of the single recipient are told also about their own pushes", () => {
    expect(decide(pushEvent(), singleRecipientPolicy("jane"))).toMatchObject({ status: "notify", rule: 1 });
  });
});

describe("a webhook is ignored", () => {
  test("when there is nothing to tell, whoever did it", () => {
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
