import { renderMessage } from "./render-message.ts";

/** Characters shown of a message in the list of people. */
const PREVIEW_LENGTH = 120;

const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };

/**
 * The message's text in one line without markup: its rendering without the tags, all of which are ours
 * and contain no `>`. The result is text, not HTML.
 */
export function previewMessage(text: string): string {
  const words = renderMessage(text)
    .replaceAll(/<\/?(?:p|li|br|pre|th|td|blockquote)\b[^>]*>/g, " ")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]!)
    .replaceAll(/\s+/g, " ")
    .trim();
  return Array.from(words).slice(0, PREVIEW_LENGTH).join("");
}
