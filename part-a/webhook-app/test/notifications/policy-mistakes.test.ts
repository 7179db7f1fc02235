import { describe, expect, test } from "vitest";
import { mistakesOf } from "./mistakes-of.ts";

const inRule = (key: string, entry: string) => `rules:\n  - notify: ["@x"]\n    ${key}: [${JSON.stringify(entry)}]\n`;

describe("what can never match is a mistake, with line, key and a remedy", () => {
  test.each([
    ["refs", "refs/heads/main", "write main"],
    ["refs", "!refs/tags/v*", "write !v*"],
    ["refs", "/main", "write main"],
    ["refs", "{main,develop}", "write an entry for each"],
    ["refs", "^main$", "regular expression"],
    ["refs", String.raw`release-\d+`, "regular expression"],
    ["refs", "v[0-9]*", "regular expression"],
    ["refs", "main|develop", "regular expression"],
    ["refs", ".*", "regular expression"],
    ["refs", "feature/.+", "regular expression"],
    ["refs", "/^release/", "regular expression"],
    ["refs", "release-.*", "regular expression"],
    ["refs", "my branch", "git allows no such branch"],
    ["refs", "a..b", "git allows no such branch"],
    ["refs", "release/", "git allows no such branch"],
    ["refs", "!", "is empty"],
    ["projects", "/platform/api", "write platform/api"],
    ["projects", "https://gitlab.example.com/platform/api.git", "write platform/api"],
    ["projects", "git@gitlab.example.com:platform/api.git", "write platform/api"],
    ["projects", "platform", "write platform/**"],
    ["projects", "*", "write **"],
    ["projects", "platform/", "write platform/**"],
    ["projects", "platform/api.git", "write platform/api"],
    ["projects", "platform/{api,web}", "write an entry for each"],
    ["projects", "platform/.*", "regular expression"],
    ["projects", "/^platform/", "regular expression"],
    ["projects", "platform/api-.*", "regular expression"],
    ["projects", "(platform|shop)/api", "regular expression"],
    ["projects", "Platform / API", "not as its display name"],
    ["pushers", "@jane", "without @, jane"],
    ["pushers", "jane@example.com", "not by e-mail"],
    ["pushers", "Jane Doe", "display names do not count"],
    ["pushers", "^.*-bot$", "regular expression"],
  ])("in %s: %s", (key, entry, remedy) => {
    const [mistake, ...more] = mistakesOf(inRule(key, entry));
    expect(mistake).toMatch(new RegExp(`^recipients\\.yaml:3: rule 1, ${key}, entry 1: `));
    expect(mistake).toContain(remedy);
    expect(more).toEqual([]);
  });

  test.each([
    ["*@example.com", "wildcards are not allowed"],
    ["Jane Doe <jane@example.com>", "display names do not count"],
    ["Jane Doe", "display names do not count"],
    ["@jane", "without @, jane"],
  ])("in people: %s", (person, remedy) => {
    const yaml = `rules: [{notify: [pusher]}]\npeople:\n  max: max\n  ${JSON.stringify(person)}: jane\n`;
    expect(mistakesOf(yaml)).toEqual([expect.stringContaining(`recipients.yaml:4: people.${person}: `)]);
    expect(mistakesOf(yaml)[0]).toContain(remedy);
  });

  test.each([
    ["release/2026", "refs"],
    ["v1.*", "refs"],
    ["feature/#214", "refs"],
    ["@acme/ui@1.2.3", "refs"],
    ["a+(b)", "refs"],
    ["größe", "refs"],
    ["platform/.github", "projects"],
    ["**/api", "projects"],
    ["!**/sandbox-*", "projects"],
    ["group_7_bot_*", "pushers"],
  ])("while %s in %s may match and is taken", (entry, key) => {
    expect(mistakesOf(inRule(key, entry))).toEqual([]);
  });
});

describe("a part of a rule without effect is a mistake", () => {
  test.each([
    [
      "a default branch of tags",
      "{notify: ['@x'], events: [tag_push], default_branch: true}",
      "default_branch",
      "add push or",
    ],
    [
      "a protected release",
      "{notify: ['@x'], events: [release, tag_push], protected: true}",
      "protected",
      "add push or pipeline",
    ],
    ["confidential pushes", "{notify: ['@x'], confidential: true}", "confidential", "add note"],
    [
      "changes of merge requests",
      "{notify: ['@x'], events: [merge_request], changes: [created]}",
      "changes",
      "push and tag_push",
    ],
    [
      "a tag without commits",
      "{notify: ['@x'], events: [tag_push], changes: [no_commits]}",
      "changes, entry 1",
      "never happens to a tag",
    ],
    ["reviewers of pushes", "{notify: [pusher, reviewers]}", "notify, entry 2", "add merge_request"],
    ["assignees of pipelines", "{notify: [assignees], events: [pipeline]}", "notify, entry 1", "add merge_request"],
    ["the author of pushes", "{notify: [author]}", "notify, entry 1", "add merge_request"],
    [
      "a release told to the pusher alone",
      "{notify: [pusher], events: [push, release]}",
      "events, entry 2",
      "add @username",
    ],
    ["authors of created branches", "{notify: [authors], events: [push], changes: [created]}", "notify", "add updated"],
    ["authors of what is deleted", "{notify: [authors], changes: [deleted]}", "notify", "add updated"],
    ["whoever pushed alone, and left out", "{notify: [pusher], skip_self: true}", "notify", "skip_self leaves out"],
    ["an exclusion before what it takes from", "{notify: ['@x'], refs: ['!main', '*']}", "refs, entry 1", "after them"],
    [
      "an entry that is taken out again",
      "{notify: ['@x'], refs: ['main', 'release/1', '!release/*']}",
      "refs, entry 2",
      "excludes all of it",
    ],
    ["only true for default_branch", "{notify: ['@x'], default_branch: false}", "default_branch", "leave it out"],
  ])("%s", (_what, rule, key, remedy) => {
    const mistakes = mistakesOf(`rules:\n  - ${rule}\n`);
    expect(mistakes).toEqual([expect.stringContaining(`recipients.yaml:2: rule 1, ${key}: `)]);
    expect(mistakes[0]).toContain(remedy);
  });

  test.each([
    ["authors of created tags", "{notify: [authors], changes: [created]}"],
    ["authors of failed pipelines", "{notify: [authors], events: [push, pipeline], changes: [created]}"],
    ["others beside whoever pushed", "{notify: [pusher, authors], skip_self: true}"],
  ])("while %s may be notified", (_what, rule) => {
    expect(mistakesOf(`rules:\n  - ${rule}\n`)).toEqual([]);
  });

  test("pushers who are all ignored already", () => {
    const yaml = "rules: [{notify: ['@x'], pushers: [a-bot, b-bot]}]\nignore_pushers: ['*-bot']\n";
    expect(mistakesOf(yaml)).toEqual([expect.stringMatching(/rule 1, pushers: .*ignore_pushers comes first/)]);
    expect(mistakesOf(yaml.replace("b-bot", "jane"))).toEqual([]);
  });

  test("a group that is not there, where those that are there are named", () => {
    const yaml = "rules: [{notify: ['%backend']}]\ngroups: {frontend: [jane], backends: [max]}\n";
    expect(mistakesOf(yaml)).toEqual([expect.stringContaining("there are %frontend, %backends")]);
  });

  test("a person twice, in another case or another way to write an umlaut", () => {
    const yaml = "rules: [{notify: [pusher]}]\npeople:\n  J\u00e4ne: a\n  ja\u0308ne: b\n";
    expect(mistakesOf(yaml)).toEqual([
      expect.stringContaining("recipients.yaml:4: people.ja\u0308ne: is the same person"),
    ]);
  });
});

describe("a rule that can never be reached", () => {
  const rules = (...list: string[]) => `rules:\n${list.map((rule) => `  - ${rule}\n`).join("")}`;

  test.each([
    ["after one for everything", ["{notify: [pusher]}", "{notify: [authors], refs: [main]}"], "rule 1 matches"],
    [
      "after the same",
      ["{notify: [pusher], refs: ['a/*', '!a/b']}", "{notify: [authors], refs: ['a/*', '!a/b']}"],
      "rule 1 matches",
    ],
    [
      "after a wider one",
      ["{notify: [pusher], projects: ['a/**']}", "{notify: [authors], projects: ['A/*/c', a/x]}"],
      "rule 1 matches",
    ],
    [
      "after several that together take it all",
      [
        "{notify: [pusher], events: [push]}",
        "{notify: [pusher], events: [tag_push]}",
        "{notify: [authors], refs: [main]}",
      ],
      "rules 1, 2 match",
    ],
    [
      "after several for each of its projects",
      [
        "{notify: [pusher], projects: ['a/*']}",
        "{notify: [pusher], projects: ['b/*']}",
        "{notify: [authors], projects: [a/x, b/x]}",
      ],
      "rules 1, 2 match",
    ],
    [
      "after silence",
      ["{notify: [], pushers: ['*-bot']}", "{notify: ['@x'], pushers: [deploy-bot]}"],
      "rule 1 matches",
    ],
  ])("%s is a mistake", (_what, list, who) => {
    const last = list.length - 1;
    expect(mistakesOf(rules(...list))).toEqual([
      expect.stringContaining(`recipients.yaml:${last + 2}: rule ${last + 1}: can never be reached: ${who}`),
    ]);
  });

  test.each([
    ["another event", "{notify: [pusher], events: [push]}", "{notify: [pusher], events: [push, pipeline]}"],
    ["what is excluded above", "{notify: [pusher], projects: ['a/*', '!a/b']}", "{notify: [pusher], projects: [a/b]}"],
    ["all branches after the default one", "{notify: [pusher], default_branch: true}", "{notify: [pusher]}"],
    ["all branches after protected ones", "{notify: [pusher], protected: true}", "{notify: [pusher]}"],
    ["other changes", "{notify: [pusher], changes: [created]}", "{notify: [pusher], changes: [created, deleted]}"],
    ["other pushers", "{notify: [pusher], pushers: ['!a']}", "{notify: [pusher]}"],
    [
      "confidential ones",
      "{notify: [pusher], events: [note]}",
      "{notify: [pusher], events: [note], confidential: true}",
    ],
    ["a deeper path", "{notify: [pusher], projects: ['a/*']}", "{notify: [pusher], projects: ['a/**']}"],
    ["another case of a branch", "{notify: [pusher], refs: [main]}", "{notify: [pusher], refs: [Main]}"],
  ])("is none where something is left: %s", (_what, above, below) => {
    expect(mistakesOf(rules(above, below))).toEqual([]);
  });
});
