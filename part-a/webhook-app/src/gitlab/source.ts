import type { HeaderReader } from "./headers.ts";

/** Names a sender that is not a GitLab hook: our own CI job sends `ci`. */
const SOURCE_HEADER = "x-webhook-source";

/**
 * Who sends a webhook. Project and group hooks report the same pushes at the same time, so they count as one source.
 */
export function sourceOf(header: HeaderReader): "hook" | "system_hook" | "ci" {
  if (header(SOURCE_HEADER)?.toLowerCase() === "ci") return "ci";
  return header("x-gitlab-event") === "System Hook" ? "system_hook" : "hook";
}
