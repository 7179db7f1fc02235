import { describe, expect, test } from "vitest";
import type { GitLabEvent } from "../../src/gitlab/event.ts";
import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { messageFor } from "../../src/notifications/message.ts";
import { recorded } from "../gitlab/recorded-payloads.ts";
import { commit, pushEvent, SHA_1, SHA_2 } from "./push-event.ts";
import { PARSER_OPTIONS, shown, withoutZeroWidth } from "./rocket-chat-parser.ts";

const ZEROS = "0".repeat(40);
const SHA_3 = "3".repeat(40);
const PROJECT_URL = "https://gitlab.example.com/platform/api";

const read = (message: string) => withoutZeroWidth(shown(message, PARSER_OPTIONS[0] ?? {}).text);

const textOf = (event: GitLabEvent) => read(messageFor(event));

function eventOf(json: unknown) {
  const parsed = parseEvent(json);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.event;
}

const linksOf = (event: GitLabEvent) =>
  shown(messageFor(event), {}).links.map(({ label, address }) => [withoutZeroWidth(label), address]);

describe("what a reader sees", () => {
  test("of a push", () => {
    expect(textOf(pushEvent())).toBe(
      `Jane Doe pushed 1 commit to main in platform/api\nHead: ${SHA_2} · compare · main\n${SHA_2} Fix the door`,
    );
  });

  test.each([
    [
      "a branch without commits",
      { change: "created", commits: [], totalCommits: 0, before: ZEROS },
      "created branch main in platform/api",
      `Head: ${SHA_2} · main`,
    ],
    [
      "a branch with commits",
      { change: "created", totalCommits: 2, before: ZEROS },
      "created branch main with 2 commits in platform/api",
      `Head: ${SHA_2} · main`,
    ],
    [
      "a deleted branch",
      { change: "deleted", commits: [], totalCommits: 0, after: ZEROS, sha: SHA_1 },
      "deleted branch main in platform/api",
      `Was at: ${SHA_1} · platform/api`,
    ],
    [
      "a push of which the payload does not say what it brings",
      { commits: [], totalCommits: 0 },
      "pushed to main in platform/api",
      `Head: ${SHA_2} · compare · main`,
    ],
    [
      "a tag",
      { kind: "tag_push", change: "created", commits: [], totalCommits: 0, before: ZEROS },
      "created tag main in platform/api",
      `Commit: ${SHA_2} · main`,
    ],
    [
      "a moved tag",
      { kind: "tag_push", commits: [], totalCommits: 0 },
      "moved tag main in platform/api",
      `Commit: ${SHA_2} · compare · main`,
    ],
    [
      "a moved tag that is annotated: its two objects are no commits to compare",
      { kind: "tag_push", commits: [], totalCommits: 0, after: SHA_3 },
      "moved tag main in platform/api",
      `Commit: ${SHA_2} · main`,
    ],
    [
      "a deleted tag",
      { kind: "tag_push", change: "deleted", commits: [], totalCommits: 0, sha: SHA_1, after: ZEROS },
      "deleted tag main in platform/api",
      `Was at: ${SHA_1} · platform/api`,
    ],
  ] as const)("of %s", (_, fields, what, second) => {
    const lines = textOf(pushEvent(structuredClone(fields) as object)).split("\n");
    expect(lines.slice(0, 2)).toEqual([`Jane Doe ${what}`, second]);
  });

  test("of a branch that was set back: no new commits, and where it was", () => {
    expect(textOf(pushEvent({ change: "no_commits", commits: [], totalCommits: 0 }))).toBe(
      `Jane Doe pushed no new commits to main in platform/api\nHead: ${SHA_2} · compare · main\nNo new commits, was at ${SHA_1}`,
    );
  });

  test.each([
    [
      "HookPullRequestUpdated.json",
      /^Anbraten pushed to merge request !3 from anbraten-main-patch-\S+ into main in anbraten\/woodpecker — .+\nCommit: c136499ec574e1034b24c5d306de9acda3005367 · compare · !3 · anbraten\/woodpecker\n.+$/,
    ],
    [
      "HookPullRequestMerged.json",
      /^\S+ merged merge request !4 .*\nMerged as: 43411b53d670203e887c4985c4e58e8e6b7c109e · !4 · \S+\nLast commit: 3e4db3586b65dd401de8c77b3ac343fd24cbf89b Add new file$/,
    ],
    [
      "fixtures_note_hook__merge_request_note.json",
      /^Satyam Bansal commented on merge request !1 in \S+ — .+\nCommit: b7d5e68a840f73be14f580e88bc8e37181805f64 · comment · \S+\n.+/,
    ],
    [
      "fixtures_note_hook__commit_note.json",
      /^Satyam Bansal commented on a commit in \S+\nCommit: 82689ddf00fd7bdadb5c2afb3b94bd555edc9d01 · comment · \S+\nadded some lines in second file\nWow what a beautiful commit\.$/,
    ],
    [
      "fixtures_release_hook__delete.json",
      /^Release v1\.1 was deleted in \S+\nCommit: ee0a3fb31ac16e11b9dbb596ad16d4af654d08f8 · v1\.1/,
    ],
    ["WebhookReleaseBody.json", /^Release Awesome version 0\.0\.2 \(tag 0\.0\.2\) was created in \S+\n/],
  ])("of %s", (file, expected) => {
    expect(textOf(eventOf(recorded(file)))).toMatch(expected);
  });

  test("of a failed pipeline, with the jobs that failed", () => {
    const payload = recorded("rjw57+pydantic-gitlab-webhooks/tests_fixtures_pipeline.json");
    payload.object_attributes["status"] = "failed";
    expect(textOf(eventOf(payload))).toMatch(
      /^Pipeline 31 of Administrator failed on master in gitlab-org\/gitlab-test\nCommit: bcbb5ec396a2c0f828686f14fac9b80b780504f2 · #31 · master\ntest · \S+\nFailed job: test-build$/,
    );
  });

  test("of a pipeline with twelve failed jobs", () => {
    const builds = Array.from({ length: 12 }, (_, at) => ({ name: `job ${at}`, status: "failed" }));
    const pipeline = { object_kind: "pipeline", object_attributes: { status: "failed", sha: SHA_1 }, builds };
    expect(textOf(eventOf(pipeline))).toMatch(/\nFailed jobs: job 0, job 1, .*, job 9 and 2 more$/);
  });
});

describe("the first line", () => {
  test.each(["push", "tag_push", "merge_request", "note", "release"])("of a %s has no link: previews show it", () => {
    const events = ["tests_fixtures_push.json", "HookTag.json", "HookPullRequestOpened.json", "__commit_note.json"];
    for (const file of [...events, "__merge_request_note.json", "WebhookReleaseBody.json"]) {
      const [first = ""] = messageFor(eventOf(recorded(file))).split("\n");
      expect(first).not.toMatch(/[<>]|https?:/);
    }
  });
});

describe("links", () => {
  test("lead to the head, the comparison, the branch and each commit", () => {
    const commitUrl = `${PROJECT_URL}/-/commit/${SHA_2}`;
    expect(linksOf(pushEvent())).toEqual([
      [SHA_2, commitUrl],
      ["compare", `${PROJECT_URL}/-/compare/${SHA_1}...${SHA_2}`],
      ["main", `${PROJECT_URL}/-/tree/main`],
      [SHA_2, commitUrl],
    ]);
  });

  test("to what a payload gives no address of are made from the project's", () => {
    const deleted = pushEvent({ change: "deleted", commits: [], totalCommits: 0, after: ZEROS, sha: SHA_1 });
    expect(linksOf(deleted)).toEqual([
      [SHA_1, `${PROJECT_URL}/-/commit/${SHA_1}`],
      ["platform/api", PROJECT_URL],
    ]);
    const tag = pushEvent({ kind: "tag_push", change: "created", ref: "v1#2/é", commits: [], totalCommits: 0 });
    expect(linksOf(tag)[1]).toEqual(["v1#2/é", `${PROJECT_URL}/-/tags/v1%232/%C3%A9`]);
  });

  test("are left out, and the SHAs stay, where the payload gives no address at all", () => {
    const project = { id: 1, path: "platform/api", webUrl: undefined, defaultBranch: undefined };
    const message = messageFor(pushEvent({ project, commits: [commit({ url: undefined })] }));
    expect(message).toBe(`Jane Doe pushed 1 commit to main in platform/api\nHead: ${SHA_2}\n- ${SHA_2} Fix the door`);
  });
});

describe("the author of a commit", () => {
  const authored = (name: string | undefined, email = "x@example.com", fields: object = {}) =>
    textOf(pushEvent({ commits: [commit({ author: { name, email } })], ...fields }))
      .split("\n")
      .at(-1);
  const by = (email: string) => ({ actor: { ...pushEvent().actor, email } });

  test("is named where it is not the pusher, by name, username or address", () => {
    expect(authored("Sam Okafor")).toBe(`${SHA_2} Fix the door · Sam Okafor`);
    expect(authored("jane doe")).toBe(`${SHA_2} Fix the door`);
    expect(authored("J.Doe")).toBe(`${SHA_2} Fix the door`);
    expect(authored(undefined)).toBe(`${SHA_2} Fix the door`);
    expect(authored("Me", "Jane@Example.com", by("jane@example.com"))).toBe(`${SHA_2} Fix the door`);
  });

  test("is not taken for the pusher because both addresses are redacted", () => {
    expect(authored("Sam", "[REDACTED]", by("[REDACTED]"))).toBe(`${SHA_2} Fix the door · Sam`);
  });
});
