import { readFileSync } from "node:fs";
import { parseEvent } from "../../src/gitlab/parse-event.ts";
import { explain, type Explanation } from "../../src/notifications/explain.ts";
import type { Policy } from "../../src/notifications/policy.ts";

/** A payload's file and what would come of it, or what is wrong with it, a line each. */
export type Explained = { file: string; explanation: Explanation } | { file: string; mistakes: string[] };

/** Explains the webhook whose body is in a file; `name` is what the file is called in what is said. */
export function explainFile(path: string, policy: Policy, file = path): Explained {
  const json = readJson(path);
  if (!json.ok) return { file, mistakes: [json.mistake] };
  const parsed = parseEvent(json.value);
  if (parsed.ok) return { file, explanation: explain(parsed.kind, parsed.event, policy) };
  const errors = parsed.errors.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  return { file, mistakes: [parsed.detail, ...errors] };
}

function readJson(file: string): { ok: true; value: unknown } | { ok: false; mistake: string } {
  try {
    return { ok: true, value: JSON.parse(readFileSync(file, "utf8")) };
  } catch (error) {
    return { ok: false, mistake: error instanceof Error ? error.message : String(error) };
  }
}
