import { readFileSync } from "node:fs";

const FOLDER = new URL("../fixtures/gitlab-payloads/", import.meta.url);

/** A body as GitLab sent it; not every kind has every field. */
export interface Payload {
  [field: string]: unknown;
  object_attributes: Record<string, unknown>;
  project: Record<string, unknown>;
}

export interface RecordedPayload {
  file: string;
  json: Payload;
  kind: string;
  deleted: boolean;
  headSha: string;
  commitShas: string[];
}

/** The payloads in the index, with what is expected of each. */
export const RECORDED: readonly RecordedPayload[] = rows("EXPECTED.tsv").map((row) => ({
  file: row["file"] ?? "",
  json: JSON.parse(readFileSync(new URL(row["file"] ?? "", FOLDER), "utf8")),
  kind: row["kind"] ?? "",
  deleted: row["deleted_ref"] === "True",
  headSha: row["head_sha"] ?? "",
  commitShas: (row["commit_shas(in order)"] ?? "").split(/[ ,]+/).filter((sha) => sha !== ""),
}));

/** One payload whose path ends like this. */
export function recorded(ending: string): Payload {
  const found = RECORDED.filter(({ file }) => file.endsWith(ending));
  if (found.length !== 1) throw new Error(`${found.length} recorded payloads end with ${ending}`);
  return structuredClone(found[0]?.json as Payload);
}

function rows(file: string): Record<string, string>[] {
  const [head = "", ...lines] = readFileSync(new URL(file, FOLDER), "utf8").trimEnd().split("\n");
  const names = head.split("\t");
  return lines.map((line) => Object.fromEntries(line.split("\t").map((value, at) => [names[at], value])));
}
