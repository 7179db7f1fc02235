import { comparable } from "./comparable.ts";

/** Whether a text matches a glob. */
export type Matcher = (text: string) => boolean;

export interface GlobOptions {
  /** `*` stops at a slash; `**` never does. */
  slashes: boolean;
  ignoreCase: boolean;
}

/**
 * Compiles a glob that the whole text must match: `*` is any characters, `**` any characters including slashes,
 * everything else is literal.
 *
 * Follows all positions of the pattern at once, in time |pattern| x |text|. A regular expression would try them
 * one after the other: branch names come from whoever can push, and one of 100,000 letters would block the process for
 * ages with a few stars.
 */
export function compileGlob(glob: string, options: GlobOptions): Matcher {
  const pattern = tokensOf(glob, options);
  if (pattern.length === 1 && pattern[0] === "**") return () => true;
  if (pattern.some(isStar)) return (text) => matches(pattern, comparable(text, options));
  const only = pattern.join("");
  return (text) => comparable(text, options) === only;
}

/**
 * Whether the outer glob matches everything that the inner one does: treats the inner one as a text in which only the
 * outer one's stars match stars. If it says no, two globs may still be equal in unusual ways, like `*a*` and `**a**`
 * for refs.
 */
export function coversGlob(outer: string, inner: string, options: GlobOptions): boolean {
  return matches(tokensOf(outer, options), tokensOf(inner, options));
}

function tokensOf(glob: string, options: GlobOptions): string[] {
  const tokens = comparable(glob, options).match(/\*\*|[^]/g) ?? [];
  return options.slashes ? tokens : tokens.map((token) => (token === "*" ? "**" : token));
}

function isStar(token: string | undefined): boolean {
  return token === "*" || token === "**";
}

/** @param text its characters, or the tokens of another glob. */
function matches(pattern: readonly string[], text: string | readonly string[]): boolean {
  let reached = withStars(pattern, [], 0);
  for (let at = 0; at < text.length && reached.length > 0; at += 1) reached = step(pattern, reached, text[at] ?? "");
  return reached.at(-1) === pattern.length;
}

/** @param reached how many tokens of the pattern the text so far may have consumed, ascending. */
function step(pattern: readonly string[], reached: readonly number[], char: string): number[] {
  const next: number[] = [];
  for (const i of reached) {
    const token = pattern[i];
    if (token === "**" || (token === "*" && char !== "/" && char !== "**")) withStars(pattern, next, i);
    else if (token === char) withStars(pattern, next, i + 1);
  }
  return next;
}

/**
 * Adds a position, and those after the stars that begin there, because a star may match nothing. Once a `**` is
 * reached, positions before it no longer matter, because it can match anything until later tokens match: this keeps the
 * list short.
 */
function withStars(pattern: readonly string[], reached: number[], position: number): number[] {
  for (let i = position; ; i += 1) {
    if (i > (reached.at(-1) ?? -1)) {
      if (pattern[i] === "**") reached.length = 0;
      reached.push(i);
    }
    if (!isStar(pattern[i])) return reached;
  }
}
