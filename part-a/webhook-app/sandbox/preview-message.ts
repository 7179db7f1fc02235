import { renderMessage } from "./render-message.ts";

/** Characters shown of a message in the list of people. */
const PREVIEW_LENGTH = 120;

const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };

/**
 * The message's words without its markup, in one line: what remains of its rendering without the tags, which are ours
 * alone and hold no `>`. It is text again, not HTML.
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
