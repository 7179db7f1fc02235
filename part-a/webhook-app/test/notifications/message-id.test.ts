import { expect, test } from "vitest";
import { newMessageId } from "../../src/notifications/message-id.ts";

const LETTERS = 55;

test("ids have Meteor's form, never meet, and every letter of them is as likely as any other", () => {
  const ids = Array.from({ length: 10_000 }, newMessageId);
  expect(ids.filter((id) => !/^[2-9A-HJ-NP-TW-Za-kmnop-z]{17}$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  const counts = new Map<string, number>();
  for (const letter of ids.join("")) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect(counts.size).toBe(LETTERS);
  // Six standard deviations; a remainder of a byte without more would give some letters a quarter more.
  const mean = (ids.length * 17) / LETTERS;
  expect([...counts.values()].filter((count) => Math.abs(count - mean) > 6 * Math.sqrt(mean))).toEqual([]);
});
