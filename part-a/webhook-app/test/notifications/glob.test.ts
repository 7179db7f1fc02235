import { describe, expect, test } from "vitest";
import { compileGlob } from "../../src/notifications/glob.ts";
import { seededRandom } from "../../testing/seeded-random.ts";

const paths = { slashes: true, ignoreCase: true };
const refs = { slashes: false, ignoreCase: false };

describe("a glob", () => {
  test.each([
    ["platform/*", "platform/api", true],
    ["platform/*", "platform/group/api", false],
    ["platform/**", "platform/group/api", true],
    ["platform/**", "platform", false],
    ["**/api", "a/b/api", true],
    ["**/api", "api", false],
    ["*/*", "a/b", true],
    ["*/*", "a/b/c", false],
    ["**a*b", "a/ab", true],
    ["**a*b", "ab/b", false],
    ["a***b", "a/x/b", true],
    ["Platform/API", "platform/api", true],
    ["a.c", "abc", false],
    ["a?c", "abc", false],
    ["[ab]", "a", false],
    ["a+(b)|^c$\\d", "a+(b)|^c$\\d", true],
    ["*", "", true],
    ["", "a", false],
    ["*😀", "a😀", true],
  ])("of paths: %s against %s is %s", (glob, text, expected) => {
    expect(compileGlob(glob, paths)(text)).toBe(expected);
  });

  test.each([
    ["release/*", "release/1/2", true],
    ["*", "a/b", true],
    ["main", "Main", false],
    ["main", "main2", false],
    ["main", "xmain", false],
    ["a\nb*", "a\nbc\nd", true],
  ])("of refs: %j against %j is %s", (glob, text, expected) => {
    expect(compileGlob(glob, refs)(text)).toBe(expected);
  });

  test("agrees with the regular expression it stands for, in 20,000 random cases", () => {
    const { next, pick } = seededRandom(7);
    const letters = (alphabet: string, most: number) =>
      Array.from({ length: Math.floor(next() * most) }, () => pick(Array.from(alphabet))).join("");
    for (let left = 20_000; left > 0; left -= 1) {
      const [glob, text] = [letters("ab/**", 7), letters("ab/", 8)];
      const source = glob.replace(/\*\*|\*/g, (stars) => (stars === "*" ? "[^/]*" : "[^]*"));
      const expected = new RegExp(`^${source}$`).test(text);
      expect({ glob, text, matches: compileGlob(glob, paths)(text) }).toEqual({ glob, text, matches: expected });
    }
  });

  test("of 200 stars answers for 100,000 hostile letters", () => {
    const text = `${"a".repeat(100_000)}c`;
    expect(compileGlob("a*".repeat(200) + "b", refs)(text)).toBe(false);
    expect(compileGlob("**a*".repeat(100) + "b", paths)(text)).toBe(false);
    expect(compileGlob("a*".repeat(200) + "c", refs)(text)).toBe(true);
  });
});
