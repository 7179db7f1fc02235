import { describe, expect, test } from "vitest";
import type { NotifiableEvent } from "../../src/gitlab/event.ts";
import { decide } from "../../src/notifications/decide.ts";
import { parsePolicy } from "../../src/notifications/policy.ts";
import { mergeRequestEvent } from "./other-events.ts";
import { commit, pushEvent } from "./push-event.ts";

const by = (...emails: (string | undefined)[]) =>
  emails.map((email) => commit({ author: { name: "Somebody", email } }));

const person = (username: string | undefined, name?: string) => ({ username, name });

/** Who is notified, and who is not and why, by one rule. */
function outcome(event: NotifiableEvent, rule: string, rest: string) {
  const { skipped, ...decision } = decide(event, parsePolicy(`rules: [${rule}]\n${rest}`, "recipients.yaml"));
  const told = decision.status === "notify" ? decision.recipients : [];
  return {
    told: told.map(({ recipient, because }) => `${recipient}: ${because}`),
    skipped: skipped.map(({ person, reason }) => `${person}: ${reason}`),
  };
}

describe("a merge request's people", () => {
  const PEOPLE = "people: {j.doe: jane, max.m: max, lee: lee}";
  const rule = (...whom: string[]) => `{events: [merge_request], notify: [${whom.join(", ")}]}`;

  test("are notified as author, assignees and reviewers, each once", () => {
    const event = mergeRequestEvent({
      actor: person("lee"),
      assignees: [person("J.DOE"), person("Max.M")],
      reviewers: [person("lee"), person("max.m"), person("kim", "Kim")],
    });
    expect(outcome(event, rule("author", "assignees", "reviewers"), PEOPLE)).toEqual({
      told: ["jane: author of the merge request", "max: assignee", "lee: reviewer"],
      skipped: ["kim: unmapped_user"],
    });
  });

  test("include an author whom the payload does not name as unmapped", () => {
    const event = mergeRequestEvent({ author: undefined });
    expect(outcome(event, rule("author"), PEOPLE)).toEqual({
      told: [],
      skipped: ["author of the merge request: unmapped_user"],
    });
  });

  test("are nobody for other events of the same rule", () => {
    const both = "{events: [push, merge_request], notify: [reviewers, pusher]}";
    expect(outcome(pushEvent(), both, PEOPLE)).toEqual({ told: ["jane: pusher"], skipped: [] });
  });
});

describe("groups", () => {
  test("are notified member by member, each once even if also reached otherwise", () => {
    const rest = "groups: {backend: [jane, Sam, jörg]}\npeople: {j.doe: Jane}";
    expect(outcome(pushEvent(), "{notify: [pusher, '%backend', '@SAM']}", rest).told).toEqual([
      "Jane: pusher",
      "Sam: %backend",
      "jörg: %backend",
    ]);
  });

  test("are found by name in whichever way an umlaut is written", () => {
    const rest = "groups: {K\u00f6ln: [jane]}";
    expect(outcome(pushEvent(), "{notify: ['%Ko\u0308ln']}", rest).told).toEqual(["jane: %K\u00f6ln"]);
  });
});

describe("who is never notified", () => {
  test("is skipped by name, whatever way the rule reaches them", () => {
    const event = pushEvent({ commits: by("jane@example.com", "max@example.com") });
    const rest = "people: {J.Doe: null, jane@example.com: null, max@example.com: max}";
    expect(outcome(event, "{notify: [pusher, authors]}", rest)).toEqual({
      told: ["max: author max@example.com"],
      skipped: ["j.doe: opted_out", "jane@example.com: opted_out"],
    });
  });

  test("is known in groups too where names are the same", () => {
    const rest = "groups: {backend: [J.Doe, sam]}\npeople: {j.doe: null}";
    expect(outcome(pushEvent(), "{notify: ['%backend']}", `${rest}\nsame_usernames: true`)).toEqual({
      told: ["sam: %backend"],
      skipped: ["@J.Doe: opted_out"],
    });
    expect(outcome(pushEvent(), "{notify: ['%backend']}", rest).skipped).toEqual([]);
  });
});

describe("with same_usernames", () => {
  const rule = "{notify: [pusher, authors]}";
  const same = "same_usernames: true\npeople: {m.m: max, kim: null}";

  test("whoever people does not list has the same name; people comes first", () => {
    const told = (username: string) =>
      outcome(pushEvent({ actor: person(username), commits: [], totalCommits: 0 }), rule, same);
    expect(told("j.doe").told).toEqual(["j.doe: pusher"]);
    expect(told("M.M").told).toEqual(["max: pusher"]);
    expect(told("kim").skipped).toEqual(["kim: opted_out"]);
  });

  test("of e-mails only the instance's own private ones name a username", () => {
    const event = pushEvent({
      actor: person(undefined, "Unknown"),
      commits: by(
        "12-sam@users.noreply.gitlab.example.com",
        "7-m.m@USERS.noreply.gitlab.example.com",
        "8-kim@users.noreply.gitlab.example.com",
        "9-lee@users.noreply.gitlab.com",
        "sam2@users.noreply.gitlab.example.com",
        "sam@example.com",
        "sam",
      ),
    });
    expect(outcome(event, rule, same)).toEqual({
      told: [
        "sam: author 12-sam@users.noreply.gitlab.example.com",
        "max: author 7-m.m@USERS.noreply.gitlab.example.com",
      ],
      skipped: [
        "Unknown: unmapped_user",
        "8-kim@users.noreply.gitlab.example.com: opted_out",
        "9-lee@users.noreply.gitlab.com: unmapped_user",
        "sam2@users.noreply.gitlab.example.com: unmapped_user",
        "sam@example.com: unmapped_user",
        "sam: unmapped_user",
      ],
    });
  });

  test("nobody is guessed without it", () => {
    const event = pushEvent({ actor: person("sam"), commits: by("12-sam@users.noreply.gitlab.example.com") });
    expect(outcome(event, rule, "").told).toEqual([]);
  });
});

describe("authors", () => {
  const PEOPLE = "people: {jane@example.com: jane}";

  test("of a new branch are not notified: its commits are its history", () => {
    const event = pushEvent({ change: "created", totalCommits: 30 });
    expect(outcome(event, "{notify: [authors]}", PEOPLE)).toEqual({ told: [], skipped: [] });
    expect(decide(event, parsePolicy(`rules: [{notify: [authors]}]\n${PEOPLE}`, "r.yaml"))).toMatchObject({
      reason: "no_recipient",
      detail: expect.stringContaining("its commits are its history"),
    });
    const tag = pushEvent({ kind: "tag_push", change: "created" });
    expect(outcome(tag, "{notify: [authors]}", PEOPLE).told).toEqual(["jane: author jane@example.com"]);
  });

  test("of commits that GitLab did not send are counted", () => {
    const event = pushEvent({ totalCommits: 25 });
    expect(outcome(event, "{notify: [authors]}", PEOPLE).skipped).toEqual([
      "the authors of 24 earlier commits: beyond_payload",
    ]);
    expect(outcome(pushEvent({ totalCommits: 2 }), "{notify: [authors]}", PEOPLE).skipped).toEqual([
      "the author of 1 earlier commit: beyond_payload",
    ]);
    expect(outcome(event, "{notify: [pusher]}", "people: {j.doe: jane}").skipped).toEqual([]);
  });

  test("whose addresses GitLab redacted in a resend are named as far as they are known", () => {
    const max = commit({ author: { name: "Max", email: "[REDACTED]" } });
    const event = pushEvent({ commits: [...by("[REDACTED]", "[REDACTED]", "[redacted]", "jane@example.com"), max] });
    expect(outcome(event, "{notify: [authors]}", PEOPLE)).toEqual({
      told: ["jane: author jane@example.com"],
      skipped: ["Somebody: redacted_author", "Max: redacted_author"],
    });
  });
});

describe("skip_self", () => {
  const rule = "{skip_self: true, notify: [pusher, authors, '%all', '@sam']}";

  test("joins whatever stands for one Rocket.Chat name", () => {
    const event = pushEvent({ commits: by("jane@example.com", "jane@home.example", "max@example.com") });
    const rest =
      "groups: {all: [JANE, max]}\npeople: {j.doe: jane, jane@example.com: Jane, jane@home.example: jane, max@example.com: max}";
    expect(outcome(event, rule, rest)).toEqual({
      told: ["max: author max@example.com", "sam: @sam"],
      skipped: ["j.doe: self", "jane@example.com: self", "jane@home.example: self", "@JANE: self"],
    });
  });

  test("knows whoever acted by their public address too, where people lists that alone", () => {
    const event = pushEvent({
      actor: { ...person("j.doe"), email: "Jane@Example.com" },
      commits: by("jane@example.com", "jane@home.example", "max@example.com"),
    });
    const rest = "people: {jane@example.com: jane, jane@home.example: jane, max@example.com: max}";
    expect(outcome(event, "{skip_self: true, notify: [authors]}", rest)).toEqual({
      told: ["max: author max@example.com"],
      skipped: ["jane@example.com: self", "jane@home.example: self"],
    });
  });

  test("joins private e-mails and usernames that are the same", () => {
    const event = pushEvent({ actor: person("Sam"), commits: by("12-sam@users.noreply.gitlab.example.com") });
    expect(outcome(event, "{skip_self: true, notify: [authors, '@sam']}", "same_usernames: true")).toEqual({
      told: [],
      skipped: ["12-sam@users.noreply.gitlab.example.com: self", "@sam: self"],
    });
  });
});
