import { describe, expect, test } from "vitest";
import { parsePolicy, singleRecipientPolicy } from "../../src/notifications/policy.ts";
import { mistakesOf } from "./mistakes-of.ts";

describe("a recipients file", () => {
  test("is read, with what it leaves out filled in", () => {
    const policy = parsePolicy("rules:\n  - notify: [pusher]\npeople: {J.Doe: jane}\n", "recipients.yaml");
    const [rule] = policy.rules;
    expect(rule?.matchesProject("any/path/at/all")).toBe(true);
    expect(rule?.matchesRef("any/ref")).toBe(true);
    expect([...(rule?.events ?? [])]).toEqual(["push", "tag_push"]);
    expect(rule?.skipSelf).toBe(false);
    expect(policy.people.get("j.doe")).toBe("jane");
    expect(policy.isIgnoredPusher("anybody")).toBe(false);
  });

  test("has every mistake named at once, by line and key", () => {
    const yaml = `rules:
  - projects: []
    events: [push, pusj]
    notify: [pusher, release-captain, "@two words"]
    skipself: true
  - refs: main
people:
  j.doe: "jane doe"
  max: 12
ignored: [a]
`;
    expect(mistakesOf(yaml)).toEqual([
      "recipients.yaml:2: rule 1, projects: []: is empty; expected at least one glob",
      expect.stringMatching(/^recipients.yaml:3: rule 1, events, entry 2: "pusj": expected one of push, tag_push, /),
      'recipients.yaml:4: rule 1, notify, entry 2: "release-captain": is unknown: expected pusher, authors, reviewers, assignees, author, "@release-captain" for a Rocket.Chat user or "%release-captain" for a group',
      expect.stringMatching(/^recipients.yaml:4: rule 1, notify, entry 3: "@two words": is unknown: /),
      expect.stringMatching(
        /^recipients.yaml:5: rule 1, skipself: is not a known key; expected one of projects, .*, skip_self$/,
      ),
      'recipients.yaml:6: rule 2, refs: "main": expected a list in brackets',
      "recipients.yaml:6: rule 2, notify: is missing; expected a list in brackets",
      'recipients.yaml:8: people.j.doe: "jane doe": is not a Rocket.Chat username: usernames have no spaces, control characters or slashes',
      "recipients.yaml:9: people.max: 12: expected a text; put it in quotes",
      "recipients.yaml:10: ignored: is not a known key; expected one of rules, groups, people, same_usernames, ignore_pushers",
    ]);
  });

  test.each([
    ["", "recipients.yaml:1: the file: is empty; expected rules"],
    ["# later", "recipients.yaml:1: the file: is empty; expected rules"],
    ["- a", 'recipients.yaml:1: the file: ["a"]: expected keys and values'],
    ["rules: []", "recipients.yaml:1: rules: []: is empty; expected at least one rule"],
    ["people: {}", "recipients.yaml:1: rules: is missing; expected a list in brackets"],
    ["rules:", "recipients.yaml:1: rules: is empty; write its value, or remove it"],
    [
      "rules: [{notify: [pusher]}]\n---\nrules: []",
      "recipients.yaml:2: contains several documents; remove the `---` between them",
    ],
    [
      "rules: [{skip_self: yes, notify: [authors]}]",
      'recipients.yaml:1: rule 1, skip_self: "yes": expected true or false',
    ],
    [
      "rules: [{notify: [true]}]",
      "recipients.yaml:1: rule 1, notify, entry 1: true: expected a text; put it in quotes",
    ],
    [
      "rules:\n  - notify: [pusher]\n  - refs:\n    notify: []",
      "recipients.yaml:3: rule 2, refs: is empty; write its value, or remove it",
    ],
  ])("%j has its mistake named", (yaml, mistake) => {
    expect(mistakesOf(yaml)).toEqual([mistake]);
  });

  test("may not name a person twice, in whatever case", () => {
    const yaml = "rules: [{notify: [pusher]}]\npeople:\n  jane@example.com: jane\n  Jane@Example.com: max\n";
    expect(mistakesOf(yaml)).toEqual([
      "recipients.yaml:4: people.Jane@Example.com: is the same person as jane@example.com: names are compared ignoring case",
    ]);
    expect(mistakesOf("rules: [{notify: [pusher]}]\npeople:\n  jane: a\n  jane: b\n")).toEqual([
      expect.stringMatching(/^recipients.yaml:4: not valid YAML: Map keys must be unique/),
    ]);
  });

  test("with broken YAML has the line named", () => {
    expect(mistakesOf("rules:\n  - notify: [pusher\npeople: {}\n")[0]).toMatch(/^recipients.yaml:\d: not valid YAML: /);
  });

  test("cannot blow up by aliases", () => {
    const levels = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    expect(mistakesOf(`a0: &a0 [x]\n${levels.join("\n")}\n`)[0]).toMatch(/^recipients.yaml: .*alias/);
  });

  test("keeps keys as they are written, even if YAML reads them differently elsewhere", () => {
    const { people } = parsePolicy(
      "rules: [{notify: [pusher]}]\npeople: {00123: a, 123: b, 0x7b: c, true: d, null: e, 1e3: f}\n",
      "recipients.yaml",
    );
    expect(Object.fromEntries(people)).toEqual({
      "00123": "a",
      "123": "b",
      "0x7b": "c",
      true: "d",
      null: "e",
      "1e3": "f",
    });
  });

  test("may hold any Rocket.Chat username that an administrator allows", () => {
    const names = ["jörg", "max@corp.example.com", "a:b", "名前", "x!y"];
    const people = names.map((name, at) => `  p${at}: "${name}"`).join("\n");
    const notify = names.map((name) => `"@${name}"`).join(", ");
    const yaml = `rules: [{notify: [${notify}, "%all"]}]\ngroups: {all: [${names.map((name) => `"${name}"`).join(", ")}]}\npeople:\n${people}\n`;
    expect([...parsePolicy(yaml, "recipients.yaml").people.values()]).toEqual(names);
  });

  test.each([
    [
      "a person without a value, who would be never told",
      "people:\n  jane:\n",
      "recipients.yaml:3: people.jane: is empty; write the Rocket.Chat username, or null for somebody who is never notified",
    ],
    [
      "an unquoted !",
      "ignore_pushers: [!bot]\n",
      "recipients.yaml:2: not valid YAML: Unresolved tag: !bot; quote values that begin with !, *, @ or %",
    ],
    ["an unquoted *", "ignore_pushers: [*]\n", "quote values that begin with !, *, @ or %"],
    ["an unquoted @", "ignore_pushers: [@bot]\n", "quote values that begin with !, *, @ or %"],
    ["an unquoted %", "ignore_pushers: [%bot]\n", "quote values that begin with !, *, @ or %"],
  ])("with %s is refused with a remedy", (_what, yaml, mistake) => {
    expect(mistakesOf(`rules: [{notify: [pusher]}]\n${yaml}`)[0]).toContain(mistake);
  });

  test("finds nobody in what objects have by themselves", () => {
    const policy = parsePolicy("rules: [{notify: [pusher]}]\npeople: {constructor: a}\n", "recipients.yaml");
    expect(policy.people.get("__proto__")).toBeUndefined();
    expect(policy.people.get("constructor")).toBe("a");
  });
});

test("without a file one person is notified of every push and tag push", () => {
  const { rules, people } = singleRecipientPolicy("jane");
  expect(rules).toHaveLength(1);
  expect(rules[0]).toMatchObject({ notify: ["@jane"], skipSelf: false, events: new Set(["push", "tag_push"]) });
  expect(people.size).toBe(0);
});
