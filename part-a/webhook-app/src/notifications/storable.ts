/**
 * A text that every store and JSON parser takes: without U+0000, which PostgreSQL refuses, without lone surrogates,
 * and at most `maxLength` UTF-16 units long, cut with an ellipsis and never within a character.
 */
export function storable(text: string, maxLength: number): string {
  const short = text.length > maxLength ? `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
  // Asked first: it is called fifteen times for a webhook, and a text hardly ever holds one.
  return (short.includes("\0") ? short.replaceAll("\0", "") : short).toWellFormed();
}
