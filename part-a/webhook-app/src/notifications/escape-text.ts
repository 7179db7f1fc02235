/** Invisible, and no blank to Rocket.Chat: it ends or begins a token without a trace. */
const ZERO_WIDTH_SPACE = "\u200B";

/** They reorder the text around them: a title could make our own words read otherwise. */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

/**
 * Signs that lose their meaning when something invisible follows: emoji, colours, schemes, KaTeX, spoilers, timestamps,
 * links. (A backslash would show.)
 */
const BREAK_AFTER = /[\\<|]|:(?=.)|\](?=\()|\((?=y\))/g;

/**
 * What counts only where a token begins: users, phone numbers, `$`, bare `localhost`, and emoticons such as `8)` or `=D`.
 * The server finds mentions by `(^|\s|>)@name` in the raw text, where a backslash protects nothing; what is invisible stands
 * before the sign, so that `@acme/ui@1.2.3` is in one piece.
 */
const BREAK_BEFORE =
  /(?<![A-Za-z0-9/-])@|\$|(?<![A-Za-z0-9])\+(?=[\d(])|localhost|(?<![\p{L}\p{N}])(?:[=;](?=.)|'(?=[:=])|[8BX%](?=-?\)|-[DP])|[O0](?=[:;=])|D(?=:))/gu;

/**
 * Emphasis, code, channels, host names and addresses. Nothing invisible stops most of these, because it would count as their
 * content; a backslash does, and does not show. Inside a word `#` is text anyway, as in `feature/#214`; so are underscores
 * that follow letters and digits from the word's start on, and `1.2.3`, but not four numbers.
 */
const NEEDS_BACKSLASH =
  /[*~\x60]|(?<![A-Za-z0-9/-])#|#(?![\w/.-]*$)|^(?!\(?(?:[A-Za-z0-9]+__?)+[^_]*$).*_|\.\p{L}|\d(?:\.\d+){3}|<.*\.|localhost.*_/u;

/** All of them: the parser takes a word with a bare dot as a whole for an address, and shows backslashes in it. */
const BACKSLASHED = /[*~_.#\x60]/g;

/** Most texts and words need nothing done; asking that first halves the time that a message takes. */
const PLAIN_LINE = /^[\x21-\x7E]+(?: [\x21-\x7E]+)*$/;

const PLAIN_WORD = /^[A-Za-z0-9,/-]+$/;

const PLAIN_WORDS = /^[A-Za-z0-9,/-]+(?: [A-Za-z0-9,/-]+)*$/;

/**
 * One line of plain text from what somebody else wrote: without line breaks, control characters, lone surrogates and
 * characters that reorder text.
 */
export function plainLine(text: string): string {
  if (PLAIN_LINE.test(text)) return text;
  return text
    .replaceAll("\0", "")
    .toWellFormed()
    .replace(BIDI_CONTROLS, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/**
 * A text that Rocket.Chat shows as it is, whatever it holds: no mention, link, emphasis, code or emoji comes of it.
 * It must follow a blank, on a line that begins with our own words. Made for the grammar of @rocket.chat/message-parser
 * 0.32, the server's own.
 */
export function escapeText(text: string): string {
  return PLAIN_WORDS.test(text) ? text : plainLine(text).split(" ").map(escapeWord).join(" ");
}

/** The same where it begins a line, and could begin a list, a heading or a quotation. */
export function escapeLineStart(text: string): string {
  const escaped = escapeText(text);
  return /^(?!\d+\\?\.)[\p{L}\p{N}]/u.test(escaped) ? escaped : ZERO_WIDTH_SPACE + escaped;
}

function escapeWord(word: string): string {
  if (PLAIN_WORD.test(word)) return word;
  const broken = word.replace(BREAK_AFTER, `$&${ZERO_WIDTH_SPACE}`).replace(BREAK_BEFORE, `${ZERO_WIDTH_SPACE}$&`);
  return NEEDS_BACKSLASH.test(word) ? broken.replace(BACKSLASHED, String.raw`\$&`) : broken;
}

/**
 * The same for a link's label, where the parser looks for no markup. But the server's search for mentions in the raw
 * text still does, and a `[` before the link would end at the label's own `](`.
 */
export function escapeLabel(text: string): string {
  return plainLine(text).replace(/(?<=\s)[@#]|(?<=\])\(/g, `${ZERO_WIDTH_SPACE}$&`);
}
