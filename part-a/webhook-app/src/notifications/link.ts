import { escapeLabel, escapeText } from "./escape-text.ts";

/** Longer ones would leave no room for the message's text. */
const MAX_URL_LENGTH = 500;

/**
 * Everything but characters that may be unencoded in a URL; brackets, blanks, quotes and `|` could end the link early.
 */
const ENCODED = /[^A-Za-z0-9._~:/?#@!$&*+,;=%-]/g;

/**
 * A link that shows `label`; plain text if the URL or the label cannot make one.
 *
 * It is written `<URL|label>`: in `[label](URL)` the parser looks for markup in the label, and reads everything from
 * any earlier `[` in somebody's text up to this URL as one long label. Neither can be escaped.
 */
export function link(label: string, url: string | undefined): string {
  return linkIfAny(label, url) ?? escapeText(label);
}

/** The same, or undefined if the URL or the label cannot make one. */
export function linkIfAny(label: string, url: string | undefined): string | undefined {
  const address = safeAddress(url);
  const shown = escapeLabel(label);
  return address === undefined || shown === "" || /[<>|]/.test(shown) ? undefined : `<${address}|${shown}>`;
}

/** Most URLs are already plain; parsing one costs as much as the rest of its link. */
const PLAIN_URL =
  /^https?:\/\/[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)*(?::[1-9]\d{3})?(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$/;

/** An http(s) URL without credentials (they disguise where it leads), percent-encoded; otherwise undefined. */
function safeAddress(url: string | undefined): string | undefined {
  if (url !== undefined && url.length <= MAX_URL_LENGTH && PLAIN_URL.test(url)) return url;
  const parsed = url === undefined ? null : URL.parse(url);
  if (!parsed) return undefined;
  const { protocol, username, password, hostname, href } = parsed;
  if (!/^https?:$/.test(protocol) || username !== "" || password !== "" || hostname.startsWith("[")) return undefined;
  const address = href.replace(ENCODED, encodeSign);
  return address.length <= MAX_URL_LENGTH ? address : undefined;
}

function encodeSign(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
