import { describe, expect, test } from "vitest";
import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { decide } from "../../src/notifications/decide.ts";
import { messageFor } from "../../src/notifications/message.ts";
import { parsePolicy } from "../../src/notifications/policy.ts";
import { RECORDED, type RecordedPayload } from "./recorded-payloads.ts";

const everything = parsePolicy(
  "rules: [{notify: ['@reader'], events: [push, tag_push, merge_request, pipeline, note, release]}]",
  "everything.yaml",
);

function eventOf(json: unknown) {
  const parsed = parseEvent(json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed));
  return parsed;
}

/** What is deliberately not notified although GitLab sends it, and the given reason. */
const UNTOLD: { what: string; is: (payload: RecordedPayload) => boolean; detail: RegExp }[] = [
  { what: "kinds that are not deliverable", is: isOtherKind, detail: /^\S+ events do not produce notifications\.$/ },
  {
    what: "pipelines that did not fail",
    is: ({ kind, json }) => kind === "pipeline" && json.object_attributes["status"] !== "failed",
    detail: /^Only failed pipelines/,
  },
  {
    what: "merge request updates without new commits",
    is: ({ kind, json }) =>
      kind === "merge_request" && json.object_attributes["action"] === "update" && !json.object_attributes["oldrev"],
    detail: /added no commits/,
  },
  {
    what: "actions on merge requests that change neither state nor commits",
    is: ({ json }) => json.object_attributes?.["action"] === "action_we_do_not_support",
    detail: /action "action_we_do_not_support" does not produce notifications/,
  },
  {
    what: "comments without a commit",
    is: ({ kind, headSha }) => kind === "note" && headSha === "",
    detail: /neither on a commit nor/,
  },
  {
    what: "merge requests and releases without a commit",
    is: ({ kind, headSha }) => (kind === "merge_request" || kind === "release") && headSha === "",
    detail: /names no commit/,
  },
];

function isOtherKind({ kind }: RecordedPayload): boolean {
  return !["push", "tag_push", "merge_request", "pipeline", "note", "release"].includes(kind);
}

const untold = (payload: RecordedPayload) => UNTOLD.filter(({ is }) => is(payload));

describe("recorded payloads", () => {
  test("are 156, and each is accepted under the kind it has", () => {
    expect(RECORDED).toHaveLength(156);
    expect(RECORDED.map(({ json }) => eventOf(json).kind)).toEqual(RECORDED.map(({ kind }) => kind));
  });

  test.each(UNTOLD)("$what make no message, and the reason says so", ({ is, detail }) => {
    const payloads = RECORDED.filter(is);
    expect(payloads.length).toBeGreaterThan(0);
    for (const { json, file } of payloads) {
      const { event } = eventOf(json);
      const decision = decide(event, everything);
      expect({ file, ...decision }).toMatchObject({
        file,
        status: "ignored",
        reason: "unsupported_event",
        detail: expect.stringMatching(detail),
      });
      expect(messageFor(event)).toBe("");
    }
  });

  const told = RECORDED.filter((payload) => untold(payload).length === 0);

  test("tell 58 times, and nothing falls under two rules of what is not told", () => {
    expect(told).toHaveLength(58);
    expect(RECORDED.filter((payload) => untold(payload).length > 1)).toEqual([]);
  });

  test.each(told)(
    "$file tells the head commit and all commits in order, the newest where not all have room",
    (payload) => {
      const { json, deleted, headSha, commitShas } = payload;
      const { event } = eventOf(json);
      expect(decide(event, everything)).toMatchObject({ status: "notify", recipients: [{ recipient: "reader" }] });
      const head = deleted ? json["before"] : headSha;
      const message = messageFor(event);
      expect(event).toHaveProperty("sha", head);
      expect(message).toContain(head);
      const listed = [...message.matchAll(/^- .*?([0-9a-f]{40})[> ]/gm)].map(([, sha]) => sha);
      const isPush = payload.kind === "push" || payload.kind === "tag_push";
      expect(listed).toEqual(isPush ? commitShas.slice(commitShas.length - listed.length) : []);
    },
  );
});
