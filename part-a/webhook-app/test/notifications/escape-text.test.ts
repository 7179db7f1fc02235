import { describe, expect, test } from "vitest";
import { escapeLabel, escapeLineStart, escapeText, plainLine } from "../../src/notifications/escape-text.ts";
import { RECORDED } from "../gitlab/recorded-payloads.ts";
import { seededRandom } from "../../testing/seeded-random.ts";
import { PARSER_OPTIONS, RAW_MENTION, shown, withoutZeroWidth } from "./rocket-chat-parser.ts";

const LINK = "<https://x.example/a|abc>";

const OUR_LINK = { address: "https://x.example/a", label: "abc" };

/** Where user text stands in our messages: what is around it must stay what it is, too. */
const PLACES: { place: string; write: (text: string) => string; read: (text: string) => string; links: number }[] = [
  {
    place: "at the start of a message",
    write: (text) => `${escapeLineStart(text)} pushed to ${escapeText(text)} in ${LINK}`,
    read: (text) => `${text} pushed to ${text} in abc`,
    links: 1,
  },
  {
    place: "in list items after links",
    write: (text) => `Push\n- ${LINK} ${escapeText(text)}\n- ${LINK} ${escapeText(text)}\nand 2 more`,
    read: (text) => `Push\nabc ${text}\nabc ${text}\nand 2 more`,
    links: 2,
  },
];

/** What went wrong with a text in each place; nothing should. */
function faults(text: string): unknown[] {
  const plain = plainLine(text) || "x";
  return PLACES.flatMap(({ write, read, links }) => {
    const message = write(plain);
    const mentions = RAW_MENTION.test(message) ? ["mention"] : [];
    const expected = {
      text: read(withoutZeroWidth(plain)),
      links: Array.from({ length: links }, () => OUR_LINK),
      markup: mentions,
    };
    const results = PARSER_OPTIONS.map((options) => shown(message, options));
    return results
      .map((result) => ({ ...result, text: withoutZeroWidth(result.text) }))
      .filter((result) => mentions.length > 0 || JSON.stringify(result) !== JSON.stringify(expected))
      .map((result) => ({ message, result, expected }));
  });
}

/** Pieces that mean something to the parser, alone or beside another. */
const PIECES = [
  ...Array.from("@#*_~`|<>[]()\\$!:;.+-=/?&%'\",{}^ ab10ODPXxBy8L"),
  ...Array.from("  é日😀\n\t"),
  ...Array.from("\u200B\u200D\uFE0F\u00A0"),
  ..."all here foo smile localhost corp .com .md a@b.co 1.2.3.4 v1.2 http:// https:// www. tel: mailto: color:# fff ff0000".split(
    " ",
  ),
  ..."<t:1700000000:R> <t:10:00> ``` ** __ ~~ || $$ \\( \\) \\[ \\] --- *** :smile: <3 O_O -_- >.< (y) \\o/ 8) ;D =L XD %) 0:3 :p".split(
    " ",
  ),
  ..."+123456789 +1(234) a_b __a _1 .1 é_ [x] ]( :: -> => [a](http://b.co) ![a](http://b.co) <http://a.co|x> host.corp xn--a.com".split(
    " ",
  ),
  ..."/@ -# a@ b# #1 /#2 @x @a/b@1 -@c".split(" "),
  "- ",
  "- [x] ",
  "1. ",
  "> ",
  "# ",
  "| a | b |\n|---|---|\n",
];

describe("escaped text is shown literally, without any markup", () => {
  test.each([
    "@all",
    "cc @here, @jane and #general",
    "*bold* _italic_ ~strike~ `code`",
    "**a** __b__ ~~c~~ ```d```",
    "[JIRA-1] fix [the door](https://evil.example)",
    "<https://evil.example|click>",
    "<evil.1|click>",
    "![x](https://evil.example/x.png)",
    "https://evil.example www.evil.example evil.example/a README.md 10.0.0.1",
    "tel:+4912345678 +4912345678 jane@example.com",
    ":smile: :) 8) <3 (y) O_O",
    "||spoiler|| <t:1700000000:R> color:#ff0000 $a$ \\(b\\)",
    "# heading",
    "- item",
    "- [x] task",
    "1. first",
    "> quote",
    "---",
    "| a | b |",
    "a\n# b\r\n> c",
    "snake_case_name and a/b-1_c_2",
    "\\*a\\* \\_b\\_",
  ])("%j", (text) => {
    expect(faults(text)).toEqual([]);
  });

  test("in all recorded titles, names and branches", () => {
    const strings = new Set<string>();
    JSON.stringify(
      RECORDED.map(({ json }) => json),
      (key, value) => {
        if (/^(title|name|message|ref|user_name|note)$/.test(key) && typeof value === "string") strings.add(value);
        return value;
      },
    );
    expect(strings.size).toBeGreaterThan(150);
    expect([...strings].flatMap(faults)).toEqual([]);
  });

  test("in 3,000 random texts of what the parser knows", () => {
    const { next, pick } = seededRandom(42);
    const texts = Array.from({ length: 3_000 }, () =>
      Array.from({ length: 1 + Math.floor(next() * 7) }, () => pick(PIECES)).join(""),
    );
    expect(texts.flatMap(faults)).toEqual([]);
  });
});

describe("text that needs no escape stays unchanged, for copying", () => {
  test.each([
    "main",
    "feature/login",
    "release/1.2.3",
    "v1.0.0",
    "snake_case_name",
    "da15...",
    "Merge branch 'a' into 'b'",
    "fix: a (b), c & d",
    "feature/#214",
    "hotfix-#12",
    "renovate/@types/node",
    "v1.0.0-rc.1+20261129",
    "bot@v2",
  ])("%s", (text) => {
    expect(escapeText(text)).toBe(text);
  });

  test.each([
    "@acme/ui@1.2.3",
    "#214",
    "(#214)",
    "@jane",
    "jane@example.com",
    "team/_internal_",
    "README.md",
    "a*b~c`d",
  ])(
    "%s has nothing invisible inside: backslashes do not show, and what must be invisible stands before it",
    (text) => {
      expect(faults(text)).toEqual([]);
      expect(escapeText(text).replace(/^\u200B/, "")).not.toContain("\u200B");
    },
  );

  test.each(["feature/#214", "@acme/ui@1.2.3", "#1", "a_b*c"])("%s is an unchanged link label", (text) => {
    expect(escapeLabel(text)).toBe(text);
  });
});

test("many lines become one, without control characters and without those that reorder text", () => {
  expect(plainLine(" a\r\n\u2028b\tc\u0000d\u0007e \u202Ef\u2066g\uD800 ")).toBe("a b cd e fg\uFFFD");
});

test.each(["@all and #general", "a @all", "x\n#general"])(
  "the label %j has no mention for the server to find",
  (label) => {
    expect(`In <https://x.example/a|${escapeLabel(label)}>`).not.toMatch(RAW_MENTION);
  },
);
