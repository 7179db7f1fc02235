import { describe, expect, test } from "vitest";
import { compileGlobs, PROJECT_GLOBS, REF_GLOBS } from "../../src/notifications/glob-list.ts";
import { compileGlob, coversGlob } from "../../src/notifications/glob.ts";
import { seededRandom } from "../../testing/seeded-random.ts";

describe("a list of globs", () => {
  test.each([
    [["platform/*", "!platform/sandbox-*"], { "platform/api": true, "platform/sandbox-1": false, "other/api": false }],
    [["platform/*", "!platform/s*", "platform/shop"], { "platform/shop": true, "platform/sandbox": false }],
    [["!sandbox/**"], { "platform/api": true, "sandbox/x/y": false }],
    [["!a/*", "!b/*"], { "a/x": false, "b/x": false, "c/x": true }],
    [[], { "a/b": false }],
  ])("%j is decided by its last matching entry", (list, expected) => {
    const matches = compileGlobs(list, PROJECT_GLOBS);
    expect(Object.fromEntries(Object.keys(expected).map((path) => [path, matches(path)]))).toEqual(expected);
  });

  test("compares in Unicode NFC, whichever way an umlaut is written", () => {
    expect(compileGlobs(["gr\u00f6\u00dfe/*"], REF_GLOBS)("gro\u0308\u00dfe/1")).toBe(true);
    expect(compileGlobs(["gro\u0308\u00dfe"], REF_GLOBS)("gr\u00f6\u00dfe")).toBe(true);
  });
});

describe("a glob covers another", () => {
  test.each([
    ["**", "a/*", true],
    ["a/*", "a/b", true],
    ["a/*", "a/**", false],
    ["a/**", "a/*/b", true],
    ["*/*", "a/*", true],
    ["a*", "ab*", true],
    ["ab*", "a*", false],
    ["*a", "*ba", true],
  ])("%s and %s: %s", (outer, inner, expected) => {
    expect(coversGlob(outer, inner, PROJECT_GLOBS)).toBe(expected);
  });

  test("only if it matches all that the other matches, in 20,000 random pairs", () => {
    const { next, pick } = seededRandom(11);
    const letters = (alphabet: string, most: number) =>
      Array.from({ length: Math.floor(next() * most) }, () => pick(Array.from(alphabet))).join("");
    let covered = 0;
    for (let left = 20_000; left > 0; left -= 1) {
      const [outer, inner] = [letters("ab/**", 5), letters("ab/**", 5)];
      if (!coversGlob(outer, inner, PROJECT_GLOBS)) continue;
      covered += 1;
      const [matchesOuter, matchesInner] = [compileGlob(outer, PROJECT_GLOBS), compileGlob(inner, PROJECT_GLOBS)];
      const texts = Array.from({ length: 10 }, () => letters("ab/", 6));
      const missed = texts.filter((text) => matchesInner(text) && !matchesOuter(text));
      expect({ outer, inner, missed }).toEqual({ outer, inner, missed: [] });
    }
    expect(covered).toBeGreaterThan(1_000);
  });
});
