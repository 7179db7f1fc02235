import { describe, expect, test } from "vitest";
import { completePayload, type History } from "../../../commands/reconciler/complete-payload.ts";
import { readTaken } from "../../../commands/reconciler/incomplete.ts";

const BEFORE = "a".repeat(40);
const AFTER = "b".repeat(40);
const REDACTED = { name: "Sam", email: "[REDACTED]" };

const known = (id: string) => ({
  id,
  title: "Mend the door",
  message: "Mend the door\n\nIt squeaked.",
  author_name: "Sam",
  author_email: "sam@example.com",
  authored_date: "2026-11-29T10:00:00Z",
  web_url: `https://gitlab.example.com/-/commit/${id}`,
});

/** A GitLab that knows only this. */
const history = (knows: Partial<History> = {}): History => ({
  commitsBetween: () => Promise.resolve(undefined),
  commit: () => Promise.resolve(undefined),
  publicEmail: () => Promise.resolve(undefined),
  ...knows,
});

const push = (fields: object = {}) => ({
  object_kind: "push",
  before: BEFORE,
  after: AFTER,
  commits: [{ id: AFTER, title: "Mend the door", url: "https://its.own/address", author: REDACTED }],
  total_commits_count: 1,
  ...fields,
});

describe("a push", () => {
  test("gets all its commits, as GitLab would send them; their count stays", async () => {
    const commitsBetween = (from: string, to: string) => Promise.resolve([known(from), known(to)]);
    expect(await completePayload(push({ total_commits_count: 2 }), history({ commitsBetween }))).toEqual(
      push({
        total_commits_count: 2,
        commits: [BEFORE, AFTER].map((id) => ({
          id,
          title: "Mend the door",
          message: "Mend the door\n\nIt squeaked.",
          timestamp: "2026-11-29T10:00:00Z",
          url: `https://gitlab.example.com/-/commit/${id}`,
          author: { name: "Sam", email: "sam@example.com" },
        })),
      }),
    );
  });

  test("of hundreds of commits gets the newest hundred, which the service reads", async () => {
    const commitsBetween = () => Promise.resolve(Array.from({ length: 250 }, (_, at) => known(String(at))));
    const complete = await completePayload(push(), history({ commitsBetween }));
    expect(complete?.["commits"]).toEqual(
      Array.from({ length: 100 }, (_, at) => expect.objectContaining({ id: String(150 + at) })),
    );
  });

  test("from a commit that is gone keeps its list, and gets the author of each commit that still exists", async () => {
    const commits = [
      { id: "gone", author: REDACTED },
      { id: AFTER, author: REDACTED, url: "https://its.own/address" },
    ];
    const commit = (sha: string) => Promise.resolve(sha === AFTER ? known(sha) : undefined);
    const complete = await completePayload(push({ commits }), history({ commit }));
    expect(complete?.["commits"]).toEqual([
      commits[0],
      { ...commits[1], author: { name: "Sam", email: "sam@example.com" } },
    ]);
  });

  test("gets the pusher's public address, or none if GitLab shows none", async () => {
    const commit = (sha: string) => Promise.resolve(known(sha));
    const by = (username: string) => Promise.resolve(username === "jane" ? "jane@example.com" : undefined);
    const pusherOf = async (username: string, email: string) => {
      const body = push({ user_username: username, user_email: email });
      return (await completePayload(body, history({ commit, publicEmail: by })))?.["user_email"];
    };
    expect(await pusherOf("jane", "[REDACTED]")).toBe("jane@example.com");
    expect(await pusherOf("max", "[REDACTED]")).toBe("");
    expect(await pusherOf("jane", "")).toBe("");
  });

  test("about which GitLab knows nothing more stays as it is; so does a new branch, whose authors are not notified", async () => {
    expect(await completePayload(push(), history())).toBeUndefined();
    const all = history({
      commit: (sha) => Promise.resolve(known(sha)),
      commitsBetween: (_from, to) => Promise.resolve([known(to)]),
    });
    expect(await completePayload(push({ before: "0".repeat(40) }), all)).toBeUndefined();
    expect(await completePayload(push({ after: "0".repeat(40), commits: [] }), all)).toBeUndefined();
  });

  test("of a system hook, which has no object_kind, is completed too", async () => {
    const { object_kind: kind, ...rest } = push();
    const commitsBetween = (from: string, to: string) => Promise.resolve([known(from), known(to)]);
    const complete = await completePayload({ ...rest, event_name: kind }, history({ commitsBetween }));
    expect(complete?.["commits"]).toHaveLength(2);
  });
});

test.each([
  ["a tag", { object_kind: "tag_push", before: "0".repeat(40), commits: [{ id: AFTER, author: REDACTED }] }],
  [
    "a merge request",
    { object_kind: "merge_request", object_attributes: { last_commit: { id: AFTER, author: REDACTED } } },
  ],
  [
    "a comment on a merge request",
    { object_kind: "note", merge_request: { last_commit: { id: AFTER, author: REDACTED } } },
  ],
  ["a comment on a commit", { object_kind: "note", commit: { id: AFTER, author: REDACTED } }],
  ["a pipeline", { object_kind: "pipeline", commit: { id: AFTER, author: REDACTED } }],
])("%s gets the author of its commit", async (_name, payload) => {
  const commit = (sha: string) => Promise.resolve(known(sha));
  const complete = await completePayload(payload, history({ commit }));
  expect(JSON.stringify(complete)).toBe(
    JSON.stringify(payload).replace(JSON.stringify(REDACTED), '{"name":"Sam","email":"sam@example.com"}'),
  );
});

describe("a delivery that the service accepted", () => {
  const event = (answer: string, headers: Record<string, string> = { "Idempotency-Key": "k" }) => ({
    id: 1,
    trigger: "push_hooks",
    request_headers: headers,
    request_data: { ref: "main" },
    response_status: "200",
    response_body: answer,
    created_at: "2026-11-29T10:00:00.000Z",
  });

  const skipping = (reason: string) => JSON.stringify({ status: "accepted", skipped: [{ person: "x", reason }] });
  const duplicateOf = (webhookId: string) => JSON.stringify({ status: "duplicate", reason: "duplicate", webhookId });

  test.each([
    ["whose answer names an author without an address", skipping("redacted_author"), true],
    ["whose answer counts authors of commits that GitLab did not send", skipping("beyond_payload"), true],
    ["that was resent and notified nobody new", duplicateOf("k"), true],
    ["that reports the same push as another delivery", duplicateOf("other"), false],
    ["whose answer names somebody who is not mapped", skipping("unmapped_user"), false],
    ["whose long answer GitLab has cut off", skipping("beyond_payload").slice(0, -3), true],
    [
      "whose answer names a person with the name of a reason",
      '{"skipped":[{"person":"\\"reason\\":\\"beyond_payload\\""}]}',
      false,
    ],
  ])("and %s: %#", (_name, answer, isIncomplete) => {
    expect(readTaken(event(answer)).incomplete !== undefined).toBe(isIncomplete);
  });

  test("is posted again with its key, its kind of event and its instance", () => {
    const headers = { "Idempotency-Key": "k", "X-Gitlab-Event": "Push Hook", "X-Gitlab-Instance": "https://gitlab" };
    expect(readTaken(event(skipping("beyond_payload"), { ...headers, "User-Agent": "GitLab/19.5" }))).toEqual({
      at: Date.parse("2026-11-29T10:00:00Z"),
      incomplete: {
        webhookId: "k",
        headers: { "x-gitlab-event": "Push Hook", "x-gitlab-instance": "https://gitlab" },
        payload: { ref: "main" },
      },
    });
  });

  test("without a key, from a GitLab before 17.4, is not posted: it would count as new", () => {
    expect(readTaken(event(skipping("beyond_payload"), {})).incomplete).toBeUndefined();
  });
});
