import { describe, expect, test } from "vitest";
import type { PushEvent } from "../../src/gitlab/kinds/push.ts";
import { lateMessage } from "../../src/notifications/late.ts";
import { messageFor } from "../../src/notifications/message.ts";
import { commit, pushEvent, SHA_1, SHA_2 } from "./push-event.ts";
import { shown } from "./rocket-chat-parser.ts";

const COMPARISON = `https://gitlab.example.com/platform/api/-/compare/${SHA_1}...${SHA_2}`;

const shaOf = (position: number) => String(position).padStart(40, "0");

/** As many commits as asked for, oldest first, of which one is by Sam. */
function push(count: number, { title = "x".repeat(120), sams = -1, ...fields }: Partial<PushEvent> & Fields = {}) {
  const commits = Array.from({ length: count }, (_, position) =>
    commit({
      id: shaOf(position),
      title,
      author: { name: "Jane Doe", email: position === sams ? "Sam@example.com" : "jane@example.com" },
    }),
  );
  return pushEvent({ commits, totalCommits: count, ...fields });
}

interface Fields {
  title?: string;
  sams?: number;
}

function read(message: string) {
  const { text, links } = shown(message, {});
  const lines = text.split("\n").slice(2);
  const rest = lines.filter((line) => / commits?$/.test(line));
  return {
    rest,
    links,
    positions: lines.filter((line) => !rest.includes(line)).map((line) => Number(line.split(" ")[0])),
  };
}

const from = (first: number, count: number) => Array.from({ length: count - first }, (_, at) => first + at);

describe("of many commits", () => {
  test("all twenty that GitLab sends are shown, oldest first, when their titles are of a usual length", () => {
    const { positions, rest } = read(messageFor(push(20, { title: "Say what is wrong with the configuration" })));
    expect(positions).toEqual(from(0, 20));
    expect(rest).toEqual([]);
  });

  test("the newest stay, and first of all stands how many came before them, linked to the comparison", () => {
    const message = messageFor(push(25));
    const { positions, rest, links } = read(message);
    const first = positions[0] ?? 0;
    expect(first).toBeGreaterThan(0);
    expect(positions).toEqual(from(first, 25));
    expect(rest).toEqual([`${first} earlier commits`]);
    expect(message.split("\n")[2]).toContain(rest[0]);
    expect(links.find(({ label }) => label === rest[0])?.address).toBe(COMPARISON);
  });

  test("those that GitLab did not send are counted among the earlier ones", () => {
    expect(read(messageFor(push(20, { title: "Short", totalCommits: 61 }))).rest).toEqual(["41 earlier commits"]);
    expect(read(messageFor(push(20, { title: "Short", totalCommits: 21 }))).rest).toEqual(["1 earlier commit"]);
  });

  test("none is counted as omitted if the payload lists none", () => {
    expect(read(messageFor(pushEvent({ commits: [], totalCommits: 3 })))).toMatchObject({ rest: [], positions: [] });
  });

  test("of a created branch the others are linked to its history", () => {
    const { links, rest } = read(messageFor(push(25, { change: "created" })));
    const address = "https://gitlab.example.com/platform/api/-/commits/main";
    expect(links.find(({ label }) => label === rest[0])?.address).toBe(address);
  });
});

describe("who is notified as an author", () => {
  test("sees his own commit, however old; the others see newer ones in its place", () => {
    const event = push(25, { sams: 0 });
    const others = read(messageFor(event));
    const sams = read(messageFor(event, { authorEmails: ["sam@example.com"] }));
    expect(others.positions).not.toContain(0);
    expect(sams.positions).toEqual([0, ...others.positions.slice(1)]);
    expect(sams.rest).toEqual([`${25 - sams.positions.length} other commits`]);
  });

  test("sees it in a late message too, which says the time besides", () => {
    for (let length = 100; length <= 160; length += 1) {
      const event = push(25, { sams: 0, title: "x".repeat(length) });
      const message = messageFor(event, { authorEmails: ["sam@example.com"] });
      const late = lateMessage(message, Date.UTC(2026, 10, 29), "push");
      expect(read(late).positions).toEqual(read(message).positions);
      expect(late.length).toBeLessThanOrEqual(4_900);
    }
  });

  test("and wrote more than there is room for, sees the newest of his own", () => {
    const event = push(60);
    const { positions } = read(messageFor(event, { authorEmails: ["jane@example.com"] }));
    expect(positions).toEqual(from(60 - positions.length, 60));
  });
});
