import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document, type YAMLError } from "yaml";
import type { z } from "zod";

/** What is wrong at a place of the file. */
export interface Mistake {
  path: readonly PropertyKey[];
  message: string;
}

/**
 * Reads a YAML file that a person wrote. Keys are the text that was written: `00123` is a username, not 123.
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
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const at = (offset: number) => `${file}:${lines.linePos(offset).line}`;
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    throw listed(broken.map((error) => `${at(error.pos[0])}: not valid YAML: ${error.message}${remedy(error)}`));
  }
  const empty = emptyValues(document);
  if (empty.length > 0) {
    throw listed(
      empty.map(
        ({ offset, key }) => `${at(offset)}: ${key}: is empty; write its value (null for a person who is never told)`,
      ),
    );
  }
  const value = toValue(document, file);
  const parsed = schema.safeParse(value);
  const mistakes = parsed.success
    ? check(parsed.data)
    : parsed.error.issues.flatMap((issue) => toMistakes(issue, value));
  if (parsed.success && mistakes.length === 0) return parsed.data;
  throw listed(mistakes.map(({ path, message }) => `${at(offsetOf(document, path))}: ${keyOf(path)}: ${message}`));
}

/** Four signs that recipients files use mean something else to YAML where a value begins. */
function remedy({ code, message }: YAMLError): string {
  const isUnquoted = code === "TAG_RESOLVE_FAILED" || code === "BAD_ALIAS" || /cannot start with/.test(message);
  return isUnquoted ? '; put what begins with !, *, @ or % in quotes, as in ["!main"]' : "";
}

/** A key without a value is null to YAML, and null says something: that a person is never told. */
function emptyValues(document: Document): { offset: number; key: string }[] {
  const found: { offset: number; key: string }[] = [];
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || !isScalar(value) || value.value !== null || value.source !== "") return;
      found.push({ offset: key.range?.[0] ?? 0, key: String(key.value) });
    },
  });
  return found;
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
  if (issue.code === "invalid_key") {
    return [{ path: issue.path, message: issue.issues[0]?.message ?? issue.message }];
  }
  const message = issue.message.replace(/^Invalid (input|option): /, "");
  const given = valueAt(root, issue.path);
  if (given === undefined) return [{ path: issue.path, message: `is missing; ${message}` }];
  const quoted = typeof given === "number" && message.startsWith("expected string") ? "; put it in quotes" : "";
  return [{ path: issue.path, message: `${shown(given)}: ${message}${quoted}` }];
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
