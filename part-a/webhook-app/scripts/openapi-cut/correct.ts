import { isMap, isScalar, type Document, type Pair } from "yaml";
import type { Json, JsonObject } from "./json.ts";

/** One thing in which the document is to differ from upstream. */
export interface Correction {
  /** The keys that lead to it. */
  at: string[];
  /** What was wrong and how we know; becomes a comment. */
  why?: string;
  /** Replaces what is there, or puts it where nothing was. */
  set?: Json;
  /** Adds keys to the object that is there. */
  merge?: JsonObject;
}

function pairAt(document: Document, path: string[]): Pair | undefined {
  const parent = document.getIn(path.slice(0, -1));
  const key = path.at(-1);
  if (!isMap(parent)) return undefined;
  return parent.items.find((pair) => (isScalar(pair.key) ? String(pair.key.value) : pair.key) === key);
}

/** Breaks `text` into comment lines of at most 100 characters. */
function comment(text: string): string {
  return text
    .trim()
    .replaceAll(/(.{1,100})(?:\s+|$)/g, " $1\n")
    .trimEnd();
}

/**
 * Applies one correction to `document` and writes its reason above it.
 *
 * @throws When there is nothing to merge into: upstream has changed, or the path is mistyped.
 */
export function correct(document: Document, { at, why, set, merge }: Correction): void {
  if (set !== undefined) document.setIn(at, document.createNode(set));
  if (merge !== undefined) {
    if (!isMap(document.getIn(at))) throw new Error(`Nothing to correct at ${at.join(" > ")}.`);
    for (const [key, value] of Object.entries(merge)) document.setIn([...at, key], document.createNode(value));
  }
  const pair = pairAt(document, at);
  if (pair === undefined) throw new Error(`Nothing to correct at ${at.join(" > ")}.`);
  if (why === undefined) return;
  const key = isScalar(pair.key) ? pair.key : document.createNode(String(pair.key));
  key.commentBefore = comment(why);
  pair.key = key;
}
