import { parse, type Inlines, type MarkdownAST, type Paragraph } from "@rocket.chat/message-parser";
import { escapeHtml } from "./escape-html.ts";
import { renderInlines } from "./render-inlines.ts";

type Block = MarkdownAST[number];
type Renderers = { [Type in Block["type"]]: (block: Extract<Block, { type: Type }>) => string };

/** The settings of a new workspace: hex colours and emoticons on, KaTeX only with parentheses. */
const OPTIONS = { colors: true, emoticons: true, katex: { dollarSyntax: false, parenthesisSyntax: true } };

const RENDERERS: Renderers = {
  PARAGRAPH: (block) => `<p>${renderInlines(block.value)}</p>`,
  BIG_EMOJI: (block) => `<p class="big-emoji">${renderInlines(block.value)}</p>`,
  HEADING: (block) => `<p class="heading-${block.level}">${renderInlines(block.value)}</p>`,
  UNORDERED_LIST: (block) => `<ul>${block.value.map((item) => renderItem(item.value)).join("")}</ul>`,
  ORDERED_LIST: (block) => `<ol>${block.value.map((item) => renderItem(item.value, item.number)).join("")}</ol>`,
  LIST_ITEM: (block) => `<p>${renderInlines(block.value)}</p>`,
  TASKS: (block) => `<ul class="tasks">${block.value.map(renderTask).join("")}</ul>`,
  CODE: (block) => `<pre><code>${block.value.map((line) => escapeHtml(line.value.value)).join("\n")}</code></pre>`,
  KATEX: (block) => `<pre><code>${escapeHtml(block.value)}</code></pre>`,
  QUOTE: (block) => renderQuote(block.value),
  SPOILER_BLOCK: (block) => renderQuote(block.value),
  TABLE: (block) => renderTable(block.value),
  HORIZONTAL_RULE: () => "<hr>",
  LINE_BREAK: () => "<br>",
};

/** Parses a message with Rocket.Chat's own parser; if that fails, the message is one paragraph of plain text. */
function parseMessage(text: string): MarkdownAST {
  try {
    return parse(text, OPTIONS);
  } catch {
    return [{ type: "PARAGRAPH", value: [{ type: "PLAIN_TEXT", value: text }] }];
  }
}

/**
 * Message text → HTML that is safe to insert: every character of the text is escaped, all tags and attributes are
 * ours, links lead to http, https, mailto or tel, and nothing is loaded (an image becomes a link).
 */
export function renderMessage(text: string): string {
  return parseMessage(text)
    .map((block) => (RENDERERS[block.type] as (block: Block) => string)(block))
    .join("");
}

function renderItem(value: readonly Inlines[], number?: number): string {
  return `<li${number === undefined ? "" : ` value="${number}"`}>${renderInlines(value)}</li>`;
}

function renderTask({ status, value }: { status: boolean; value: readonly Inlines[] }): string {
  return `<li>${status ? "☑" : "☐"} ${renderInlines(value)}</li>`;
}

function renderQuote(paragraphs: readonly Paragraph[]): string {
  return `<blockquote>${paragraphs.map((paragraph) => `<p>${renderInlines(paragraph.value)}</p>`).join("")}</blockquote>`;
}

function renderTable({ header, rows }: Extract<Block, { type: "TABLE" }>["value"]): string {
  const head = header.map((cell) => `<th>${renderInlines(cell.value)}</th>`).join("");
  const body = rows.map((row) => row.value.map((cell) => `<td>${renderInlines(cell.value)}</td>`).join(""));
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.map((row) => `<tr>${row}</tr>`).join("")}</tbody></table>`;
}
