import { isMap, isNode, LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";

/** What is wrong at a place of the file. */
export interface Mistake {
  path: readonly PropertyKey[];
  message: string;
}

/**
 * Reads a YAML file that a person wrote.
 *
 * @param file its name, for the messages.
 * @param check finds what the schema cannot say.
 * @throws one Error with every mistake, a line each: `file:line: key: what is wrong`.
 */
export function readYaml<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
  check: (value: z.output<Schema>) => Mistake[],
): z.output<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    throw listed(document.errors.map(({ pos, message }) => `${at(pos[0])}: not valid YAML: ${message}`));
  }
  const value = toValue(document, file);
  const parsed = schema.safeParse(value);
  const mistakes = parsed.success
    ? check(parsed.data)
    : parsed.error.issues.flatMap((issue) => toMistakes(issue, value));
  if (parsed.success && mistakes.length === 0) return parsed.data;
  throw listed(mistakes.map(({ path, message }) => `${at(offsetOf(document, path))}: ${keyOf(path)}: ${message}`));
}

function listed(mistakes: string[]): Error {
  return new Error(mistakes.join("\n"));
}

/** Aliases that expand without end ("billion laughs") make this throw. */
function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function toMistakes(issue: z.core.$ZodIssue, root: unknown): Mistake[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: "is not a known key" }));
  }
  const message = issue.message.replace(/^Invalid (input|option): /, "");
  const given = valueAt(root, issue.path);
  if (given === undefined) return [{ path: issue.path, message: `is missing; ${message}` }];
  return [{ path: issue.path, message: `${shown(given)}: ${message}` }];
}

function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  );
}

/** Where a path stands in the text: its key, else its value, else whatever holds it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  if (path.length === 0) return document.contents?.range?.[0] ?? 0;
  const parent: unknown = document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const key = parent.items.find((pair) => isNode(pair.key) && String(pair.key) === String(last))?.key;
    if (isNode(key) && key.range) return key.range[0];
  }
  const node: unknown = document.getIn(path, true);
  return isNode(node) && node.range ? node.range[0] : offsetOf(document, path.slice(0, -1));
}

function keyOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "the file" : path.map(String).join(".");
}
