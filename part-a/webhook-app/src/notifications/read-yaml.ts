import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type YAMLError,
} from "yaml";
import type { z } from "zod";
import { valueAt } from "../plain-mistake.ts";

/** A mistake at one place of the file. */
export interface Mistake {
  path: readonly PropertyKey[];
  message: string;
}

/**
 * Reads a YAML file that a person wrote. Keys are always text: `00123` is a username, not 123.
 *
 * @param file its name, for the messages.
 * @param check finds mistakes that the schema cannot.
 * @throws one Error with every mistake, one line each: `file:line: where: what is wrong`.
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
    throw listed(broken.map((error) => `${at(error.pos[0])}: ${whatIsBroken(error)}`));
  }
  const named = (mistakes: Mistake[]) =>
    listed(mistakes.map(({ path, message }) => `${at(offsetOf(document, path))}: ${placeOf(path)}: ${message}`));
  const empty = emptyValues(document);
  if (empty.length > 0) throw named(empty);
  const value = toValue(document, file);
  // For one reading, compiling the schema costs more than it saves.
  const parsed = schema.safeParse(value, { jitless: true });
  const mistakes = parsed.success
    ? check(parsed.data)
    : parsed.error.issues.flatMap((issue) => toMistakes(issue, value));
  if (parsed.success && mistakes.length === 0) return parsed.data;
  throw named(mistakes);
}

function whatIsBroken(error: YAMLError): string {
  if (error.code === "MULTIPLE_DOCS") return "contains several documents; remove the `---` between them";
  return `not valid YAML: ${error.message}${remedy(error)}`;
}

/** Four characters of recipients files have another meaning in YAML at the beginning of a value. */
function remedy({ code, message }: YAMLError): string {
  const isUnquoted = code === "TAG_RESOLVE_FAILED" || code === "BAD_ALIAS" || /cannot start with/.test(message);
  return isUnquoted ? '; quote values that begin with !, *, @ or %, as in ["!main"]' : "";
}

/** In YAML a key without a value is null, and null has a meaning: a person is never notified. */
function emptyValues(document: Document): Mistake[] {
  if (document.contents === null) return [{ path: [], message: "is empty; expected rules" }];
  const found: Mistake[] = [];
  visit(document, {
    Pair: (_, pair, ancestors) => {
      const { key, value } = pair;
      if (!isScalar(key) || !isScalar(value) || value.value !== null || value.source !== "") return;
      const path = pathOf([...ancestors, pair]);
      const remedy =
        path[0] === "people" && path.length === 2
          ? "write the Rocket.Chat username, or null for somebody who is never notified"
          : "write its value, or remove it";
      found.push({ path, message: `is empty; ${remedy}` });
    },
  });
  return found;
}

/** Keys of maps and positions in lists, from the document's root. */
function pathOf(nodes: readonly unknown[]): PropertyKey[] {
  return nodes.flatMap((node, at): PropertyKey[] => {
    if (isPair(node)) return [String(node.key)];
    return isSeq(node) ? [node.items.indexOf(nodes[at + 1])] : [];
  });
}

function listed(mistakes: string[]): Error {
  return new Error(mistakes.join("\n"));
}

/** Throws on aliases that expand endlessly ("billion laughs"). */
function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function toMistakes(issue: z.core.$ZodIssue, root: unknown): Mistake[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: issue.message }));
  }
  if (issue.code === "invalid_key") {
    return [{ path: issue.path, message: issue.issues[0]?.message ?? issue.message }];
  }
  const given = valueAt(root, issue.path);
  const wrong = whatIsWrong(issue, given);
  return [{ path: issue.path, message: given === undefined ? `is missing; ${wrong}` : `${shown(given)}: ${wrong}` }];
}

const EXPECTED: Partial<Record<z.core.$ZodInvalidTypeExpected, string>> = {
  array: "a list in brackets",
  string: "a text",
  boolean: "true or false",
  object: "keys and values",
  record: "keys and values",
};

/** Replaces Zod's own messages, which are meant for programmers; keeps the schema's. */
function whatIsWrong(issue: z.core.$ZodIssue, given: unknown): string {
  if (!/^Invalid (input|option)/.test(issue.message)) return issue.message;
  if (issue.code === "invalid_value") return `expected one of ${issue.values.map(String).join(", ")}`;
  if (issue.code !== "invalid_type") return issue.message;
  const isUnquoted = issue.expected === "string" && (typeof given === "number" || typeof given === "boolean");
  return `expected ${EXPECTED[issue.expected] ?? issue.expected}${isUnquoted ? "; put it in quotes" : ""}`;
}

function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}

/** The position of a path in the text: its key, otherwise its value, otherwise whatever contains it. */
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

/** Counts rules and entries from 1, like people and explanations: `rule 2, refs, entry 1`; `people.jane`. */
function placeOf(path: readonly PropertyKey[]): string {
  const [list, at, ...rest] = path;
  if (list === undefined) return "the file";
  if (list !== "rules" || typeof at !== "number") return withEntries(path).join(".");
  return [`rule ${at + 1}`, ...withEntries(rest)].join(", ");
}

function withEntries(path: readonly PropertyKey[]): string[] {
  return path.map((part) => (typeof part === "number" ? `entry ${part + 1}` : String(part)));
}
