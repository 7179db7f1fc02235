import { describe, expect, test } from "vitest";
import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { messageFor } from "../../src/notifications/message.ts";
import { PARSER_OPTIONS, RAW_MENTION, shown, withoutZeroWidth } from "./rocket-chat-parser.ts";

/** What people reported of other tools, each with an invented input: here none of it happens. */

const WEB_URL = "https://gitlab.example.com/platform/api";
const BEFORE = "a".repeat(40);
const AFTER = "b".repeat(40);
const ZEROS = "0".repeat(40);

const project = { id: 7, path_with_namespace: "platform/api", web_url: WEB_URL, default_branch: "main" };

const commitBy = (name: string, position: number) => ({
  id: String(position).padStart(40, "c"),
  title: `Step ${position}`,
  author: { name, email: `${name.toLowerCase()}@example.com` },
});

function read(payload: object) {
  const parsed = parseEvent(payload);
  if (!parsed.ok) throw new Error(parsed.detail);
  const { text, links } = shown(messageFor(parsed.event), PARSER_OPTIONS[0] ?? {});
  return { lines: withoutZeroWidth(text).split("\n"), links };
}

const push = (fields: object) => ({
  object_kind: "push",
  ref: "refs/heads/main",
  before: BEFORE,
  after: AFTER,
  user_name: "Jane",
  user_username: "jane",
  project,
  ...fields,
});

describe("jenkinsci/gitlab-plugin#1467 (and #1148): a merged merge request named a commit of its source branch", () => {
  const merged = (fields: object) => ({
    object_kind: "merge_request",
    user: { name: "Jane", username: "jane" },
    project,
    object_attributes: {
      action: "merge",
      state: "merged",
      iid: 4,
      source_branch: "feature",
      target_branch: "main",
      last_commit: commitBy("Sam", 1),
      ...fields,
    },
  });

  test("the merge commit comes first, and the last commit is called that", () => {
    const { lines, links } = read(merged({ merge_commit_sha: AFTER }));
    expect(lines[1]).toContain(`Merged as: ${AFTER}`);
    expect(lines[2]).toContain(`Last commit: ${commitBy("Sam", 1).id}`);
    expect(links[0]?.address).toBe(`${WEB_URL}/-/commit/${AFTER}`);
  });

  test("a squashed one without a merge commit names the squashed commit", () => {
    expect(read(merged({ merge_commit_sha: null, squash_commit_sha: AFTER })).lines[1]).toContain(AFTER);
  });
});

describe("matrix-org/matrix-hookshot#309: an incomplete list that did not say so", () => {
  const commits = Array.from({ length: 20 }, (_, at) => commitBy(at === 3 ? "Sam" : "Jane", at));
  const { lines, links } = read(push({ commits, total_commits_count: 48 }));

  test("the number of commits is the real one, and those that are missing are counted and linked", () => {
    expect(lines[0]).toContain("pushed 48 commits to main");
    expect(lines[2]).toBe("28 earlier commits");
    expect(links.find(({ label }) => label === lines[2])?.address).toBe(`${WEB_URL}/-/compare/${BEFORE}...${AFTER}`);
  });

  test("authors are named where they are not the pusher", () => {
    expect(lines.filter((line) => line.includes(" · Sam"))).toHaveLength(1);
    expect(lines.filter((line) => line.endsWith(" · Jane"))).toEqual([]);
  });
});

describe("cognisent/gitlab-slack#14 and #28: a new branch told nothing of its commits, or a huge list", () => {
  test("it lists the newest commits, and counts the others", () => {
    const commits = Array.from({ length: 20 }, (_, at) => commitBy("Jane", at));
    const { lines, links } = read(push({ before: ZEROS, ref: "refs/heads/f", commits, total_commits_count: 300 }));
    expect(lines[0]).toBe("Jane created branch f with 300 commits in platform/api");
    expect(lines[2]).toBe("280 earlier commits");
    expect(lines).toHaveLength(23);
    expect(links.find(({ label }) => label === lines[2])?.address).toBe(`${WEB_URL}/-/commits/f`);
  });
});

describe("integrations/slack#375 and #566: '0 new commits' for deletions and tags, and silence for a branch set back", () => {
  const none = { commits: [], total_commits_count: 0 };

  test("a deletion is notified as such, with the last commit", () => {
    const { lines } = read(push({ ...none, after: ZEROS, checkout_sha: null }));
    expect(lines).toEqual(["Jane deleted branch main in platform/api", `Was at: ${BEFORE} · platform/api`]);
  });

  test("a tag on a known commit is notified as a tag", () => {
    const tag = { ...none, object_kind: "tag_push", ref: "refs/tags/v1", before: ZEROS, checkout_sha: AFTER };
    expect(read(push(tag)).lines).toEqual(["Jane created tag v1 in platform/api", `Commit: ${AFTER} · v1`]);
  });

  test("a new branch on a known commit is notified with that commit (buildbot/buildbot#2893)", () => {
    expect(read(push({ ...none, ref: "refs/heads/topic", before: ZEROS })).lines).toEqual([
      "Jane created branch topic in platform/api",
      `Head: ${AFTER} · topic`,
    ]);
  });

  test("a branch that was reset is notified with where it was (buildbot/buildbot#2893 too)", () => {
    expect(read(push(none)).lines).toEqual([
      "Jane pushed no new commits to main in platform/api",
      `Head: ${AFTER} · compare · main`,
      `No new commits, was at ${BEFORE}`,
    ]);
  });
});

describe("renovatebot/renovate#30842: names in commits mentioned people, or held an invisible character after each @", () => {
  const title = "Update @acme/ui@1.2.3, thanks to @sam";
  const commits = [{ ...commitBy("Jane", 1), title }];
  const parsed = parseEvent(push({ commits, total_commits_count: 1 }));
  const message = parsed.ok ? messageFor(parsed.event) : "";

  test("nobody is mentioned", () => {
    expect(message).not.toMatch(RAW_MENTION);
    expect(shown(message, PARSER_OPTIONS[0] ?? {}).markup).toEqual([]);
  });

  test("what somebody copies is what was written, from its @ on", () => {
    expect(message).toContain("@acme/ui@1.2.3, thanks to ");
    expect(message.endsWith("@sam")).toBe(true);
    expect(withoutZeroWidth(message)).toContain(title);
  });
});

describe("mattermost/mattermost-plugin-gitlab#321: every push to a merge request was told as an assignment", () => {
  const update = (fields: object) => ({
    object_kind: "merge_request",
    user: { name: "Jane", username: "jane" },
    assignees: [{ username: "sam" }],
    project,
    object_attributes: { action: "update", iid: 4, last_commit: commitBy("Jane", 1), ...fields },
  });

  test("a push is notified as a push, and an update without one not at all", () => {
    expect(read(update({ oldrev: BEFORE })).lines[0]).toMatch(/^Jane pushed to merge request !4/);
    expect(parseEvent(update({}))).toMatchObject({ ok: true, event: { kind: "unsupported" } });
  });
});
