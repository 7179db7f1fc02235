import { describe, expect, test } from "vitest";
import type { GitLabEvent } from "../../src/gitlab/event.ts";
import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { messageFor } from "../../src/notifications/message.ts";
import { recorded } from "../gitlab/recorded-payloads.ts";
import { commit, pushEvent, SHA_1, SHA_2 } from "./push-event.ts";
import { PARSER_OPTIONS, shown, withoutZeroWidth } from "./rocket-chat-parser.ts";

const ZEROS = "0".repeat(40);

const textOf = (event: GitLabEvent) => withoutZeroWidth(shown(messageFor(event), PARSER_OPTIONS[0] ?? {}).text);

function eventOf(json: unknown) {
  const parsed = parseEvent(json);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.event;
}

describe("what a reader sees", () => {
  test("of a push", () => {
    expect(textOf(pushEvent())).toBe(
      `Jane Doe pushed 1 commit to main in platform/api\nHead: ${SHA_2}\n${SHA_2} Fix the door`,
    );
  });

  test("of a push of 50 commits: the first ten in the payload's order, and the number of the others", () => {
    const commits = Array.from({ length: 50 }, (_, i) => commit({ id: String(i).padStart(40, "0") }));
    const lines = textOf(pushEvent({ commits, totalCommits: 61 })).split("\n");
    expect(lines[0]).toContain("pushed 61 commits");
    expect(lines.slice(2, 12).map((line) => line.split(" ")[0])).toEqual(commits.slice(0, 10).map(({ id }) => id));
    expect(lines.slice(12)).toEqual(["and 51 more"]);
  });

  test.each([
    [
      "a branch without commits",
      { change: "created", commits: [], totalCommits: 0, before: ZEROS },
      "created branch main in platform/api",
      "Head",
    ],
    [
      "a branch with commits",
      { change: "created", totalCommits: 2, before: ZEROS },
      "created branch main in platform/api with 2 commits",
      "Head",
    ],
    [
      "a deleted branch",
      { change: "deleted", commits: [], totalCommits: 0, after: ZEROS, sha: SHA_1 },
      "deleted branch main in platform/api",
      "It was at",
    ],
    ["a push without commits", { commits: [], totalCommits: 0 }, "pushed to main in platform/api", "Head"],
    [
      "a tag",
      { kind: "tag_push", change: "created", commits: [], totalCommits: 0 },
      "tagged main in platform/api",
      "Commit",
    ],
    ["a moved tag", { kind: "tag_push", commits: [], totalCommits: 0 }, "moved tag main in platform/api", "Commit"],
    [
      "a deleted tag",
      { kind: "tag_push", change: "deleted", commits: [], totalCommits: 0, sha: SHA_1 },
      "deleted tag main in platform/api",
      "It was at",
    ],
  ] as const)("of %s", (_, fields, what, label) => {
    const event = pushEvent(structuredClone(fields) as object);
    const [first, second] = textOf(event).split("\n");
    expect(first).toBe(`Jane Doe ${what}`);
    expect(second).toBe(`${label}: ${event.sha}`);
  });

  test.each([
    [
      "HookPullRequestUpdated.json",
      /^Anbraten pushed to merge request !3 from anbraten-main-patch-\S+ into main in anbraten\/woodpecker — .+\nCommit: c136499ec574e1034b24c5d306de9acda3005367 .+$/,
    ],
    ["HookPullRequestMerged.json", /^\S+ merged merge request !4 .*\nCommit: 3e4db3586b65dd401de8c77b3ac343fd24cbf89b/],
    [
      "fixtures_note_hook__merge_request_note.json",
      /^Satyam Bansal commented on merge request !1 in \S+ — .+\nCommit: b7d5e68a840f73be14f580e88bc8e37181805f64/,
    ],
    [
      "fixtures_note_hook__commit_note.json",
      /^Satyam Bansal commented on a commit in \S+\nCommit: 82689ddf00fd7bdadb5c2afb3b94bd555edc9d01/,
    ],
    [
      "fixtures_release_hook__delete.json",
      /^Release .* of tag \S+ was deleted in \S+\nCommit: ee0a3fb31ac16e11b9dbb596ad16d4af654d08f8/,
    ],
  ])("of %s", (file, expected) => {
    expect(textOf(eventOf(recorded(file)))).toMatch(expected);
  });

  test("of a failed pipeline", () => {
    const payload = recorded("tests_fixtures_pipeline.json");
    payload.object_attributes["status"] = "failed";
    expect(textOf(eventOf(payload))).toMatch(
      /^Pipeline #31 of Administrator failed on master in gitlab-org\/gitlab-test\nCommit: bcbb5ec396a2c0f828686f14fac9b80b780504f2 test$/,
    );
  });
});

test("links lead to the project and to each commit", () => {
  expect(shown(messageFor(pushEvent()), {}).links).toEqual([
    { address: "https://gitlab.example.com/platform/api", label: "platform/api" },
    { address: `https://gitlab.example.com/platform/api/-/commit/${SHA_2}`, label: SHA_2 },
  ]);
});
