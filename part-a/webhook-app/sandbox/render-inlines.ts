import type { Inlines, Link } from "@rocket.chat/message-parser";
import { escapeHtml } from "./escape-html.ts";

/** Schemes that a link may have; `javascript:`, `data:` and the like stay text. */
const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

type Renderers = { [Type in Inlines["type"]]: (node: Extract<Inlines, { type: Type }>) => string };

const RENDERERS: Renderers = {
  PLAIN_TEXT: (node) => escapeHtml(node.value),
  BOLD: (node) => `<strong>${renderInlines(node.value)}</strong>`,
  ITALIC: (node) => `<em>${renderInlines(node.value)}</em>`,
  STRIKE: (node) => `<s>${renderInlines(node.value)}</s>`,
  SPOILER: (node) => `<span class="spoiler">${renderInlines(node.value)}</span>`,
  INLINE_CODE: (node) => `<code>${escapeHtml(node.value.value)}</code>`,
  INLINE_KATEX: (node) => `<code>${escapeHtml(node.value)}</code>`,
  LINK: (node) => renderLink(node.value.src.value, renderInlines(labelOf(node))),
  IMAGE: (node) => renderLink(node.value.src.value, renderInlines([node.value.label]) || "image"),
  MENTION_USER: (node) => `<span class="mention">@${escapeHtml(node.value.value)}</span>`,
  MENTION_CHANNEL: (node) => `<span class="mention">#${escapeHtml(node.value.value)}</span>`,
  EMOJI: renderEmoji,
  COLOR: ({ value: { r, g, b, a } }) => escapeHtml(`rgba(${r}, ${g}, ${b}, ${a / 255})`),
  TIMESTAMP: (node) => `<time>${escapeHtml(new Date(Number(node.value.timestamp) * 1000).toUTCString())}</time>`,
};

/** Inline nodes of the parser's tree → safe HTML. */
export function renderInlines(nodes: readonly Inlines[]): string {
  return nodes.map((node) => (RENDERERS[node.type] as (node: Inlines) => string)(node)).join("");
}

/** Emoji codes and emoticons stay as they were written. */
function renderEmoji(node: Extract<Inlines, { type: "EMOJI" }>): string {
  if (node.value === undefined) return escapeHtml(node.unicode);
  return escapeHtml(node.value.value === node.shortCode ? `:${node.shortCode}:` : node.value.value);
}

function labelOf({ value: { label } }: Link): readonly Inlines[] {
  return Array.isArray(label) ? label : [label];
}

function renderLink(source: string, label: string): string {
  // For a bare domain the parser gives `//host`, which Rocket.Chat opens with the page's own scheme.
  const target = source.startsWith("//") ? `https:${source}` : source;
  if (!URL.canParse(target) || !SAFE_SCHEMES.has(new URL(target).protocol)) return label;
  return `<a href="${escapeHtml(target)}" target="_blank" rel="noopener noreferrer nofollow">${label}</a>`;
}
