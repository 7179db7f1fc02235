import { shortRef } from "./read-parts.ts";

/** Where something happened and who did it, for the journal and the log; empty where unknown. */
export interface Place {
  project: string;
  ref: string;
  sha: string;
  actor: string;
}

export const NOWHERE: Place = { project: "", ref: "", sha: "", actor: "" };

/** Reads the place from the payload of an ignored or rejected event, by GitLab's field names. */
export function readPlace(json: unknown): Place {
  const texts = (...paths: string[]) => paths.map((path) => textAt(json, path)).find((text) => text !== "") ?? "";
  return {
    project: texts("project.path_with_namespace", "path_with_namespace", "project_path_with_namespace", "project.name"),
    ref: shortRef(
      texts("ref", "object_attributes.ref", "object_attributes.target_branch", "merge_request.target_branch"),
    ),
    sha: texts(
      "checkout_sha",
      "after",
      "object_attributes.sha",
      "object_attributes.last_commit.id",
      "commit.id",
      "sha",
    ),
    actor: texts("user_username", "user.username", "user_name", "user.name"),
  };
}

function textAt(json: unknown, path: string): string {
  let value = json;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return "";
    value = (value as Record<string, unknown>)[name];
  }
  return typeof value === "string" ? value : "";
}
