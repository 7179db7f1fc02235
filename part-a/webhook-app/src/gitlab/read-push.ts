import type { z } from "@hono/zod-openapi";
import type { PushEvent } from "./event.ts";
import type { PushFields } from "./payload-schemas.ts";
import { isZeroSha, readActor, readCommit, readProject, shortRef } from "./read-fields.ts";

/**
 * GitLab sends the newest 20 commits (lib/gitlab/data_builder/push.rb); some senders that imitate it send more. Those
 * beyond the first hundred are counted, not read.
 */
const MAX_COMMITS = 100;

type PushPayload = z.output<z.ZodObject<typeof PushFields>>;

/** A push or tag push; a deletion is told by its all-zero `after` before anything else is looked at. */
export function readPush(kind: PushEvent["kind"], payload: PushPayload): PushEvent {
  const { before, after } = payload;
  const commits = payload.commits ?? [];
  const change = changeOf(kind, payload);
  return {
    kind,
    change,
    refProtected: payload.ref_protected ?? undefined,
    ref: shortRef(payload.ref),
    sha: toldSha(kind, change, payload),
    before,
    after,
    project: readProject(payload.project, payload.project_id),
    actor: readActor({ name: payload.user_name, username: payload.user_username }),
    commits: commits.slice(0, MAX_COMMITS).map(readCommit),
    totalCommits: Math.max(Math.trunc(payload.total_commits_count ?? 0), commits.length),
  };
}

/** Only a payload that counts its commits brings none; one without the list says nothing about it. */
function changeOf(kind: PushEvent["kind"], payload: PushPayload): PushEvent["change"] {
  const { before, after, commits, total_commits_count: total } = payload;
  if (isZeroSha(after)) return "deleted";
  if (isZeroSha(before)) return "created";
  const bringsNone = commits?.length ? false : (total ?? commits?.length) === 0;
  return kind === "push" && bringsNone ? "no_commits" : "updated";
}

/** An annotated tag's `after` is the tag object: only `checkout_sha` is the commit. */
function toldSha(kind: PushEvent["kind"], change: PushEvent["change"], payload: PushPayload): string {
  if (change === "deleted") return payload.before;
  return kind === "tag_push" ? (payload.checkout_sha ?? payload.after) : payload.after;
}
