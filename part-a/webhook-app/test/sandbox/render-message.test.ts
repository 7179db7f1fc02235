import { describe, expect, test } from "vitest";
import { previewMessage } from "../../sandbox/preview-message.ts";
import { renderMessage } from "../../sandbox/render-message.ts";

const link = (href: string, label: string) =>
  `<a href="${href}" target="_blank" rel="noopener noreferrer nofollow">${label}</a>`;

describe("a message is rendered as Rocket.Chat's parser reads it", () => {
  test.each([
    ["*bold* and **bold**", "<p><strong>bold</strong> and <strong>bold</strong></p>"],
    ["_italic_ ~strike~ `code`", "<p><em>italic</em> <s>strike</s> <code>code</code></p>"],
    ["[label *b*](https://a.example/x)", `<p>${link("https://a.example/x", "label <strong>b</strong>")}</p>`],
    ["www.example.com", `<p>${link("https://www.example.com", "www.example.com")}</p>`],
    ["- one\n- two", "<ul><li>one</li><li>two</li></ul>"],
    ["1. one\n2. two", '<ol><li value="1">one</li><li value="2">two</li></ol>'],
    ["- [ ] open\n- [x] done", '<ul class="tasks"><li>☐ open</li><li>☑ done</li></ul>'],
    ["> said", "<blockquote><p>said</p></blockquote>"],
    ["```\na < b\n*c*\n```", "<pre><code>a &lt; b\n*c*</code></pre>"],
    ["# Title", '<p class="heading-1">Title</p>'],
    ["@jane in #general", '<p><span class="mention">@jane</span> in <span class="mention">#general</span></p>'],
    [":smile: and :) and 😀", "<p>:smile: and :) and 😀</p>"],
    ["two\nlines", "<p>two</p><p>lines</p>"],
    ["@\u200Bjane", "<p>@\u200Bjane</p>"],
    ["da1560886d4f094c3e6c9ef40349f7d38b5d27d7", "<p>da1560886d4f094c3e6c9ef40349f7d38b5d27d7</p>"],
  ])("%j", (text, html) => {
    expect(renderMessage(text)).toBe(html);
  });
});

describe("nothing in a message becomes markup or a script", () => {
  const HOSTILE = [
    '<img src=x onerror="alert(1)">',
    "*<script>alert(1)</script>*",
    "`</code><script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "```<img src=x onerror=alert(1)>\ncode\n```",
    "[<img src=x onerror=alert(1)>](https://a.example)",
    '[x](https://a.example/"onmouseover="alert(1))',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox(1))",
    "<javascript:alert(1)|x>",
    "![<b>](javascript:alert(1))",
    '![x](https://a.example/"><script>alert(1)</script>)',
    "@<b>jane",
    "| <script>a</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "# <script>alert(1)</script>",
    "- <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "||<script>alert(1)</script>||",
    "\\(<script>alert(1)</script>\\)",
    "\\[<script>alert(1)</script>\\]",
    "<t:1700000000:<script>>",
    "color:#ff0000<script>",
    "&lt;script&gt;",
  ];
  const OURS = new Set(
    "p strong em s span code pre a ul ol li blockquote table thead tbody tr th td hr br time".split(" "),
  );

  test.each(HOSTILE)("%j", (text) => {
    const html = renderMessage(text);
    for (const [, name, attributes] of html.matchAll(/<\/?([^\s>]*)([^>]*)>/g)) {
      expect(OURS).toContain(name);
      expect(attributes).toMatch(/^( (class|value|target|rel)="[\w -]*"| href="(https?|mailto|tel):[^"<>]*")*$/);
    }
  });

  test("a client-side scheme is never clickable", () => {
    for (const text of HOSTILE) expect(renderMessage(text)).not.toMatch(/href="(?!https:)/);
  });

  test("an image is a link: nothing is loaded", () => {
    expect(renderMessage("![logo](https://a.example/x.png)")).toBe(`<p>${link("https://a.example/x.png", "logo")}</p>`);
  });
});

describe("the preview", () => {
  test.each([
    ["*Jane* pushed to [main](https://a.example)\n- `abc` fix", "Jane pushed to main abc fix"],
    ["one\n\ntwo", "one two"],
    [":smile: ok 😀", ":smile: ok 😀"],
    ["@jane <b>", "@jane <b>"],
  ])("of %j is its words", (text, words) => {
    expect(previewMessage(text)).toBe(words);
  });

  test("is cut between characters", () => {
    expect(previewMessage("👩".repeat(200))).toBe("👩".repeat(120));
  });
});
