/** Invisible, and not a blank for Rocket.Chat: it ends or begins a token without being seen. */
const ZERO_WIDTH_SPACE = "\u200B";

/** They reorder the text around them: a title could change how our own words read. */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

/**
 * Characters that lose their meaning before something invisible: emoji, colours, schemes, KaTeX, spoilers, timestamps,
 * links. (A backslash would show.)
 */
const BREAK_AFTER = /[\\<|]|:(?=.)|\](?=\()|\((?=y\))/g;

/**
 * What has a meaning only at the beginning of a token: users, phone numbers, `$`, bare `localhost`, and emoticons such
 * as `8)` or `=D`. The server finds mentions by `(^|\s|>)@name` in the raw text, where a backslash does not help; the
 * invisible character goes before the `@`, so that `@acme/ui@1.2.3` stays in one piece.
 */
const BREAK_BEFORE =
  /(?<![A-Za-z0-9/-])@|\$|(?<![A-Za-z0-9])\+(?=[\d(])|localhost|(?<![\p{L}\p{N}])(?:[=;](?=.)|'(?=[:=])|[8BX%](?=-?\)|-[DP])|[O0](?=[:;=])|D(?=:))/gu;

/**
 * Emphasis, code, channels, host names and addresses. An invisible character does not stop most of these, because it
 * would count as their content; a backslash does, and is not shown. Inside a word `#` is text anyway, as in
 * `feature/#214`; so are underscores that follow letters and digits from the start of the word, and `1.2.3`, but not
 * four numbers.
 */
const NEEDS_BACKSLASH =
  /[*~\x60]|(?<![A-Za-z0-9/-])#|#(?![\w/.-]*$)|^(?!\(?(?:[A-Za-z0-9]+__?)+[^_]*$).*_|\.\p{L}|\d(?:\.\d+){3}|<.*\.|localhost.*_/u;

/** All of them: the parser reads a word with a bare dot as an address, and shows backslashes in it. */
const BACKSLASHED = /[*~_.#\x60]/g;

/** Most texts and words need no escaping; this check halves the time for a message. */
const PLAIN_LINE = /^[\x21-\x7E]+(?: [\x21-\x7E]+)*$/;

const PLAIN_WORD = /^[A-Za-z0-9,/-]+$/;

const PLAIN_WORDS = /^[A-Za-z0-9,/-]+(?: [A-Za-z0-9,/-]+)*$/;

/**
 * One line of plain text from untrusted text: without line breaks, control characters, lone surrogates and
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
 * A text that Rocket.Chat shows literally, whatever it contains: no mention, link, emphasis, code or emoji.
 * It must follow a blank, on a line that begins with our own words. Written for the grammar of
 * @rocket.chat/message-parser 0.32, the server's own.
 */
export function escapeText(text: string): string {
  return PLAIN_WORDS.test(text) ? text : plainLine(text).split(" ").map(escapeWord).join(" ");
}

/** The same at the beginning of a line, where it could begin a list, a heading or a quotation. */
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
 * The same for a link's label, in which the parser looks for no markup. But the server's search for mentions in the raw
 * text still does, and a `[` before the link would end at the label's own `](`.
 */
export function escapeLabel(text: string): string {
  return plainLine(text).replace(/(?<=\s)[@#]|(?<=\])\(/g, `${ZERO_WIDTH_SPACE}$&`);
}
