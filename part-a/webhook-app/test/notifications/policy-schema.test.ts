import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { expect, test } from "vitest";
import { mistakesOf } from "./mistakes-of.ts";

const schema = JSON.parse(readFileSync(new URL("../../recipients.schema.json", import.meta.url), "utf8"));
const validate = new Ajv({ allErrors: true }).compile(schema);

const rule = (fields: string) => `rules: [{notify: ["@x"], ${fields}}]`;
const people = (entry: string) => `rules: [{notify: [pusher]}]\npeople: {${entry}}`;

test.each([
  rule('projects: ["platform/*", "!platform/sandbox-*"], refs: ["main", "release/*"]'),
  rule("default_branch: true, protected: true"),
  rule('pushers: ["!*-bot"], changes: [created, updated, deleted, no_commits]'),
  rule("events: [note], confidential: true, skip_self: true"),
  "rules: [{notify: []}]",
  'rules: [{notify: [pusher, authors, reviewers, assignees, author, "%b", "@c"], events: [push, merge_request]}]\ngroups: {b: [jörg, "a@b"]}',
  people("j.doe: jane, jane@example.com: jane, bot: null, 00123: x"),
  'rules: [{notify: [pusher]}]\nsame_usernames: true\nignore_pushers: ["project_*_bot*"]',
])("parser and JSON Schema both take %s", (yaml) => {
  expect(mistakesOf(yaml)).toEqual([]);
  expect(validate(parse(yaml, { stringKeys: true })) || validate.errors).toBe(true);
});

test.each([
  "rules: []",
  "people: {}",
  "rules: [{}]",
  'rules: [{notify: "pusher"}]',
  "rules: [{notify: [pushers]}]",
  'rules: [{notify: ["@"]}]',
  'rules: [{notify: ["@a b"]}]',
  'rules: [{notify: ["@a/b"]}]',
  'rules: [{notify: ["%"]}]',
  rule("refs: []"),
  rule("refs: main"),
  ...["", "!", "!!a", "refs/heads/main", "/main", "{a,b}", "^a$", "a|b", ".*", "a b", "a..b", "a/", "a\\u0001"].map(
    (ref) => rule(`refs: ["${ref}"]`),
  ),
  ...["", "/a/b", "https://x/a/b", "git@x:a/b", "a", "*", "a/", "a/b.git", "a/{b,c}", "a/.*", "a b/c"].map((project) =>
    rule(`projects: ["${project}"]`),
  ),
  ...["", "@a", "a@b", "a b", "^a$", "{a,b}", "a/b"].map((pusher) => rule(`pushers: ["${pusher}"]`)),
  rule("pushers: []"),
  rule("changes: []"),
  rule("changes: [moved]"),
  rule("events: [issue]"),
  rule("default_branch: false"),
  rule("protected: yes"),
  rule("confidential: 1"),
  rule("unknown: 1"),
  ...[
    '"*@b": a',
    '"a <b@c>": a',
    '"a b": a',
    '"@a": b',
    '"": a',
    'a: "b c"',
    'a: "@b"',
    "a: 12",
    "a: [b]",
    'a: "b/c"',
  ].map(people),
  'rules: [{notify: [pusher]}]\nignore_pushers: ["@a"]',
  "rules: [{notify: [pusher]}]\ngroups: {a: []}",
  'rules: [{notify: [pusher]}]\ngroups: {a: ["%b"]}',
  'rules: [{notify: [pusher]}]\ngroups: {"a b": [c]}',
  "rules: [{notify: [pusher]}]\nsame_usernames: maybe",
  "rules: [{notify: [pusher]}]\nmore: 1",
])("parser and JSON Schema both refuse %s", (yaml) => {
  expect(mistakesOf(yaml)).not.toEqual([]);
  expect(validate(parse(yaml, { stringKeys: true }))).toBe(false);
});
