import { describe, expect, test } from "vitest";
import { digestText, digestSize } from "../../src/notifications/digest.ts";
import { lateMessage } from "../../src/notifications/late.ts";
import { messageFor } from "../../src/notifications/message.ts";
import { plainMessage } from "../../src/notifications/plain.ts";
import { shorten } from "../../src/notifications/shorten.ts";
import { commit, pushEvent, SHA_2 } from "./push-event.ts";
import { PARSER_OPTIONS, RAW_MENTION, shown, withoutZeroWidth } from "./rocket-chat-parser.ts";

const RECEIVED_AT = Date.UTC(2026, 10, 29, 14, 5, 42);
const SHA_256 = "f".repeat(64);
const textOf = (message: string) => withoutZeroWidth(shown(message, PARSER_OPTIONS[0] ?? {}).text);

/** A push of ten commits in a project with a long name. */
function longMessage(): string {
  const commits = Array.from({ length: 10 }, (_, i) => commit({ id: String(i).padStart(40, "0") }));
  return messageFor(pushEvent({ commits, totalCommits: 10 }));
}

describe("a message that must be shorter", () => {
  test("stays unchanged if it is short enough", () => {
    expect(shorten("a\nb", 3)).toBe("a\nb");
  });

  test("loses its oldest commits first, whole lines of them, and counts them", () => {
    const lines = longMessage().split("\n");
    const shorter = shorten(longMessage(), 900).split("\n");
    const shown = shorter.slice(3);
    expect(shorter.join("\n").length).toBeLessThanOrEqual(900);
    expect(shorter.slice(0, 2)).toEqual(lines.slice(0, 2));
    expect(textOf(shorter.join("\n")).split("\n")[2]).toBe(`${10 - shown.length} earlier commits`);
    expect(shown.length).toBeGreaterThan(1);
    expect(shown).toEqual(lines.slice(-shown.length));
  });

  test("adds to those that it already omitted, with the same link", () => {
    const commits = Array.from({ length: 10 }, (_, i) => commit({ id: String(i).padStart(40, "0") }));
    const message = messageFor(pushEvent({ commits, totalCommits: 61 }));
    const [, , rest = "", ...shown] = shorten(message, 1_100).split("\n");
    expect(rest).toBe(message.split("\n")[2]?.replace("51 earlier", `${61 - shown.length} earlier`));
    expect(rest).toMatch(/^<https:.*\|\d+ earlier commits>$/);
  });

  test("of another kind loses its last lines first", () => {
    const message = `headline\nCommit: ${SHA_2}\nTitle\n${"x".repeat(100)}`;
    expect(shorten(message, 100)).toBe(`headline\nCommit: ${SHA_2}\nTitle`);
  });

  test.each([200, 160, 120, 100, 60, 42])(
    "keeps the head SHA in full and the beginning of the headline in %i characters",
    (maxLength) => {
      const shorter = shorten(longMessage(), maxLength);
      expect(shorter.length).toBeLessThanOrEqual(maxLength);
      expect(shorter).toContain(SHA_2);
      expect(shorter.split("\n")[0]).toMatch(maxLength > 100 ? /^Jane Doe pushed 10 commits/ : /^(?:Jane|…)/);
    },
  );

  test("is finally only the SHA", () => {
    expect(shorten(longMessage(), 40)).toBe(SHA_2);
    expect(shorten(longMessage(), 10)).toBe(SHA_2);
  });
});

describe("a late message", () => {
  test("says on its first line when it was pushed, in UTC", () => {
    const [first, second] = textOf(lateMessage(messageFor(pushEvent()), RECEIVED_AT, "push")).split("\n");
    expect(first).toBe("Jane Doe pushed 1 commit to main in platform/api (pushed at 2026-11-29 14:05 UTC)");
    expect(second).toBe(`Head: ${SHA_2} · compare · main`);
  });

  test("stays within 4,900 characters", () => {
    const message = `headline\nHead: ${SHA_2}\n${"x".repeat(4_840)}`;
    expect(lateMessage(message, RECEIVED_AT, "note").length).toBeLessThanOrEqual(4_900);
  });
});

describe("the plainest form", () => {
  test("is ASCII and says who, project and SHA", () => {
    const plain = plainMessage({ actor: "jürgen", project: "größe/api", sha: SHA_2 });
    expect(plain).toBe(`Commit ${SHA_2} by j?rgen in gr?e/api`);
    expect(plain).toMatch(/^[ -~]+$/);
  });

  test.each(["@all", "*bold*", "a.com", "_x_", "[a](http://b.co)", "a\n- b", ""])("keeps text text: %j", (text) => {
    const plain = plainMessage({ actor: text, project: text, sha: SHA_2 });
    expect(RAW_MENTION.test(plain)).toBe(false);
    for (const options of PARSER_OPTIONS) expect(shown(plain, options)).toMatchObject({ links: [], markup: [] });
    expect(plain).toContain(SHA_2);
  });
});

describe("a digest", () => {
  const late = (minute: number, fields = {}) => ({
    receivedAt: RECEIVED_AT + minute * 60_000,
    project: "platform/api",
    ref: "main",
    sha: String(minute).padStart(40, "0"),
    commits: minute,
    kind: "push",
    ...fields,
  });

  test("says since when, and for each push time, project, ref, full SHA and commits", () => {
    const { text, size } = digestText([
      late(0),
      late(1, { ref: "feature/x_y" }),
      late(2, { kind: "merge_request" }),
      late(3, { ref: "v1.1", kind: "tag_push" }),
      late(4, { ref: "topic", commits: 0, kind: "branch_deleted" }),
    ]);
    expect(size).toBe(5);
    expect(digestSize(text)).toBe(5);
    expect(textOf(text)).toBe(
      [
        "Late: 5 messages since 2026-11-29 14:05 UTC, oldest first",
        `${late(0).sha} 2026-11-29 14:05 UTC · platform/api · main · no new commits`,
        `${late(1).sha} 2026-11-29 14:06 UTC · platform/api · feature/x_y · 1 commit`,
        `${late(2).sha} 2026-11-29 14:07 UTC · platform/api · main · merge request`,
        `${late(3).sha} 2026-11-29 14:08 UTC · platform/api · v1.1 · tag`,
        `${late(4).sha} 2026-11-29 14:09 UTC · platform/api · topic · branch deleted`,
      ].join("\n"),
    );
  });

  test("contains as many as fit into 4,900 characters, oldest first, and counts those", () => {
    const all = Array.from({ length: 100 }, (_, minute) => late(minute));
    const { text, size } = digestText(all);
    expect(text.length).toBeLessThanOrEqual(4_900);
    expect(text.length).toBeGreaterThan(4_700);
    expect(text).toContain(`Late: ${size} messages`);
    for (const [position, { sha }] of all.entries()) expect(text.includes(sha)).toBe(position < size);
  });

  test("user text stays text", () => {
    const { text } = digestText([late(0, { project: "@all *x*", ref: "<http://a.co|x>" }), late(1, { ref: "#214" })]);
    expect(RAW_MENTION.test(text)).toBe(false);
    for (const options of PARSER_OPTIONS) expect(shown(text, options)).toMatchObject({ links: [], markup: [] });
  });

  test("is made shorter without losing a SHA, and comes back too long when it cannot be", () => {
    const all = Array.from({ length: 30 }, (_, minute) => late(minute, minute % 2 ? { sha: SHA_256 + minute } : {}));
    const { text, size } = digestText(all);
    const shorter = shorten(text, 2_100);
    expect(shorter.length).toBeLessThanOrEqual(2_100);
    for (const { sha } of all.slice(0, size)) expect(shorter).toContain(sha);
    expect(shorten(text, 1_000)).toBe(text);
  });
});
