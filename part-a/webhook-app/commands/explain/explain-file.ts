import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { explain, type Explanation } from "../../src/notifications/explain.ts";
import { plainLine } from "../../src/notifications/escape-text.ts";
import type { Policy } from "../../src/notifications/policy.ts";
import { readText, type Read } from "./read-text.ts";

/** A payload's file and what the service would do with it, or one line for each mistake in it. */
export type Explained = { file: string; explanation: Explanation } | { file: string; mistakes: string[] };

/** Explains the webhook whose body is in the file at `path`; the report calls it `file`. */
export function explainFile(path: string, policy: Policy, file = path): Explained {
  const text = readText(path);
  const json = text.ok ? readJson(text.value) : text;
  if (!json.ok) return { file, mistakes: [json.mistake] };
  const parsed = parseEvent(json.value);
  if (parsed.ok) return { file, explanation: explain(parsed.kind, parsed.event, policy) };
  const errors = parsed.errors.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  return { file, mistakes: [parsed.detail, ...errors] };
}

function readJson(text: string): Read<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    // The message quotes the text, line breaks included.
    return { ok: false, mistake: `is not JSON: ${plainLine((error as SyntaxError).message)}` };
  }
}
