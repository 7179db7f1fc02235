import type { HeaderReader } from "./headers.ts";

/** Names a sender that is no hook of GitLab's: our own CI job says `ci`. */
const SOURCE_HEADER = "x-webhook-source";

/** Who sends a webhook. GitLab's project and group hooks say the same at the same time, and are one. */
export function sourceOf(header: HeaderReader): "hook" | "system_hook" | "ci" {
  if (header(SOURCE_HEADER)?.toLowerCase() === "ci") return "ci";
  return header("x-gitlab-event") === "System Hook" ? "system_hook" : "hook";
}
