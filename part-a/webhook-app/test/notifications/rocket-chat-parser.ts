import { parse, type Options } from "@rocket.chat/message-parser";

/** Everything a workspace can switch on, and everything off. */
export const PARSER_OPTIONS: readonly Options[] = [
  {
    colors: true,
    emoticons: true,
    customDomains: ["corp", "local"],
    katex: { dollarSyntax: true, parenthesisSyntax: true },
  },
  {},
];

interface Node {
  type: string;
  value?: unknown;
  unicode?: string;
}

export interface Shown {
  /** What a reader sees, labels included; a new line for each block or list item. */
  text: string;
  links: { address: string; label: string }[];
  /** Types of all nodes but plain text, paragraphs, lists, quotations, links and emoji that are typed as themselves. */
  markup: string[];
}

/** What Rocket.Chat makes of a message. */
export function shown(message: string, options: Options): Shown {
  const result: Shown = { text: "", links: [], markup: [] };
  const nodes = parse(message, options) as Node[];
  result.text = nodes.map((node) => textOf(node, result)).join("\n");
  return result;
}

function textOf(node: Node, result: Shown): string {
  const join = (nodes: unknown, separator = "") =>
    (nodes as Node[]).map((inner) => textOf(inner, result)).join(separator);
  if (node.type === "PLAIN_TEXT") return node.value as string;
  if (node.type === "PARAGRAPH" || node.type === "LIST_ITEM") return join(node.value);
  if (node.type === "UNORDERED_LIST") return join(node.value, "\n");
  if (node.type === "QUOTE") return join(node.value, "\n");
  if (node.type === "EMOJI" && node.unicode !== undefined) return node.unicode;
  if (node.type === "LINK") {
    const { src, label } = node.value as { src: { value: string }; label: Node[] };
    const text = join(label);
    result.links.push({ address: src.value, label: text });
    return text;
  }
  result.markup.push(node.type);
  return JSON.stringify(node.value ?? "");
}

/** Rocket.Chat's server finds mentions of users and channels in the raw text, markup or not. */
export const RAW_MENTION = /(^|\s|>)[@#][0-9a-zA-Z-_.]/;

export const withoutZeroWidth = (text: string) => text.replaceAll("\u200B", "");
