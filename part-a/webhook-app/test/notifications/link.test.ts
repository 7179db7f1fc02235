import { describe, expect, test } from "vitest";
import { link } from "../../src/notifications/link.ts";
import { PARSER_OPTIONS, shown, withoutZeroWidth } from "./rocket-chat-parser.ts";

/** The links of a sentence around one, under all options alike. */
function linksOf(label: string, url: string | undefined) {
  const results = PARSER_OPTIONS.map((options) => shown(`[ in ${link(label, url)} today`, options));
  expect(results.map(({ markup }) => markup)).toEqual([[], []]);
  expect(results[1]?.links).toEqual(results[0]?.links);
  return results[0]?.links.map(({ address, label: text }) => ({ address, label: withoutZeroWidth(text) }));
}

describe("a link", () => {
  test.each([
    ["https://gitlab.example.com/a/b", "https://gitlab.example.com/a/b"],
    ["http://gitlab.gitlab.svc.cluster.local/a/b/-/commit/1", "http://gitlab.gitlab.svc.cluster.local/a/b/-/commit/1"],
    ["http://localhost:8080/a", "http://localhost:8080/a"],
    ["http://10.0.0.1/a", "http://10.0.0.1/a"],
    [
      "https://x.example/a)b(c|d>e<f g\"h'i`j[k]l*m_n",
      "https://x.example/a%29b%28c%7Cd%3Ee%3Cf%20g%22h%27i%60j%5Bk%5Dl*m_n",
    ],
    ["https://x.example/a\nb\0c", "https://x.example/ab%00c"],
    ["https://x.example/ü?q=ü#ü", "https://x.example/%C3%BC?q=%C3%BC#%C3%BC"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
  ])("to %j leads to %s", (url, address) => {
    expect(linksOf("label", url)).toEqual([{ address, label: "label" }]);
  });

  test.each([
    undefined,
    "",
    "/relative",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://x.example/a",
    "https://gitlab.example.com@evil.example/",
    "https://user:password@x.example/",
    "https://:password@x.example/",
    "http://[::1]/a",
    `https://x.example/${"a".repeat(500)}`,
  ])("to %j is none: the label is plain text", (url) => {
    expect(linksOf("a_b*c*", url)).toEqual([]);
    expect(shown(`In ${link("a_b*c*", url)} today`, {}).text).toBe("In a_b*c* today");
  });

  test.each([
    "*a* _b_ `c`",
    "[a](https://evil.example)",
    "a :smile: b",
    "https://evil.example",
    "**",
    "_",
    "[",
    "](",
    "group/_sub_/*x*",
  ])("shows its label %j unchanged", (label) => {
    expect(linksOf(label, "https://x.example/a")).toEqual([{ address: "https://x.example/a", label }]);
  });

  test.each(["a|b", "a>b", "<https://evil.example|c>", ""])("whose label %j cannot be one is plain text", (label) => {
    expect(linksOf(label, "https://x.example/a")).toEqual([]);
  });
});
