/**
 * A text that every store and JSON parser accepts: without U+0000, which PostgreSQL rejects, without lone surrogates,
 * and at most `maxLength` UTF-16 units long, cut with an ellipsis and never within a character.
 */
export function storable(text: string, maxLength: number): string {
  const short = text.length > maxLength ? `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
  // Checked first: this is called fifteen times per webhook, and a text hardly ever contains one.
  return (short.includes("\0") ? short.replaceAll("\0", "") : short).toWellFormed();
}
