import { expect, test } from "vitest";
import type { GitLabEvent } from "../../src/gitlab/event.ts";
import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { messageFor } from "../../src/notifications/message.ts";
import { RECORDED } from "../gitlab/recorded-payloads.ts";
import { seededRandom } from "../../testing/seeded-random.ts";
import { commit, pushEvent, SHA_2 } from "./push-event.ts";
import { PARSER_OPTIONS, RAW_MENTION, shown } from "./rocket-chat-parser.ts";

const OURS = /^https:\/\/(ours|gitlab)\.example(\.com)?\//;

function messageOf(json: unknown): string {
  const parsed = parseEvent(json);
  return parsed.ok ? messageFor(parsed.event) : parsed.detail;
}

test("no recorded payload makes anything but text, lists and links, nor claims a force-push", () => {
  for (const { json, file } of RECORDED) {
    const message = messageOf(json);
    const markup = PARSER_OPTIONS.flatMap((options) => shown(message || "nothing", options).markup);
    expect({ file, markup }).toEqual({ file, markup: [] });
    expect(message).not.toMatch(/force/i);
  }
});

test("the largest message stays under 4,900 characters, is cut at a commit and counts the rest", () => {
  const long = "*".repeat(5_000);
  const url = `https://gitlab.example.com/${"p".repeat(460)}`;
  const commits = Array.from({ length: 20 }, () => commit({ title: long, url }));
  const project = { id: 1, path: long, webUrl: url, defaultBranch: undefined };
  const event = pushEvent({ ref: long, project, actor: { username: long, name: long }, commits, totalCommits: 1e15 });
  const message = messageFor(event);
  expect(message.length).toBeLessThanOrEqual(4_900);
  expect(message.length).toBeGreaterThan(4_000);
  const lines = message.split("\n");
  const items = lines.filter((line) => line.startsWith("- "));
  expect(items.every((line) => line.startsWith(`- <${url}|${SHA_2}> \\*`) && line.endsWith("… · Jane Doe"))).toBe(true);
  expect(lines[2]).toBe(`${1e15 - items.length} earlier commits`);
});

test("the largest message of every other kind stays under 4,900 characters", () => {
  const long = "*".repeat(5_000);
  const url = `https://gitlab.example.com/${"p".repeat(460)}`;
  const common = {
    project: { id: 1, path: long, webUrl: url, defaultBranch: undefined },
    ref: long,
    sha: SHA_2,
    actor: { username: long, name: long },
    commits: [commit({ id: long, title: long, url })],
    url,
    updatedAt: undefined,
  };
  const events: GitLabEvent[] = [
    {
      ...common,
      kind: "merge_request",
      action: "update",
      before: SHA_2,
      iid: 1,
      title: long,
      sourceBranch: long,
      author: undefined,
      assignees: [],
      reviewers: [],
    },
    {
      ...common,
      kind: "pipeline",
      id: 1,
      finishedAt: undefined,
      isTag: false,
      refProtected: undefined,
      isChildPipeline: false,
      failedJobs: Array.from({ length: 20 }, () => long),
    },
    {
      ...common,
      kind: "note",
      id: 1,
      action: "create",
      text: long,
      confidential: false,
      mergeRequest: { iid: 1, title: long },
    },
    { ...common, kind: "release", action: "create", name: long },
  ];
  for (const event of events) expect(messageFor(event).length).toBeLessThanOrEqual(4_900);
});

test("hostile names, branches, paths and titles together make nothing but text and our own links", () => {
  const { next, pick } = seededRandom(3);
  const pieces = [
    ...Array.from("@#*_~`|<>[]()\\$!:.+-=/ ab1"),
    "[x](https://evil.example)",
    "<https://evil.example|x>",
    "@all ",
    "](",
    "README.md",
    "\n",
  ];
  const hostile = () => Array.from({ length: 1 + Math.floor(next() * 6) }, () => pick(pieces)).join("");
  for (let left = 3_000; left > 0; left -= 1) {
    const project = {
      id: 1,
      path: hostile(),
      webUrl: pick(["", "https://ours.example/a", `https://ours.example/${hostile()}`]),
      defaultBranch: undefined,
    };
    const commits = [commit({ title: hostile() }), commit({ title: hostile(), id: hostile() }), commit()];
    const message = messageFor(
      pushEvent({ ref: hostile(), project, actor: { username: undefined, name: hostile() }, commits }),
    );
    const results = PARSER_OPTIONS.map((options) => shown(message, options));
    const foreign = results.flatMap(({ links }) => links).filter(({ address }) => !OURS.test(address));
    expect({ message, markup: results.flatMap(({ markup }) => markup), foreign }).toEqual({
      message,
      markup: [],
      foreign: [],
    });
    expect(message).not.toMatch(RAW_MENTION);
  }
});
