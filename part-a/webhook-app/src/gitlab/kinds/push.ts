import { z } from "@hono/zod-openapi";
import { eventKind, type Payload } from "../event-kind.ts";
import type { BaseEvent } from "../event-parts.ts";
import { CommitSchema, flag, id, ProjectSchema, sha, shown, text, type CommitPayload } from "../payload-parts.ts";
import { readActor, readCommit, readProject, shortRef, shownNumber } from "../read-parts.ts";

const FIELDS = {
  ref: z.string().openapi({ description: "Full name of the ref.", example: "refs/heads/main" }),
  ref_protected: flag.openapi({ example: true }),
  before: sha("What the ref pointed to; all zeros when it is new.", "95790bf891e76fee5e1747ab589903a6a1f80f22"),
  after: sha("What it points to now; all zeros when it was deleted.", "da1560886d4f094c3e6c9ef40349f7d38b5d27d7"),
  checkout_sha: text.openapi({
    description: "The commit, also if `after` is an annotated tag object; null for a deletion.",
    example: "da1560886d4f094c3e6c9ef40349f7d38b5d27d7",
  }),
  user_name: shown("Jane Doe"),
  user_username: text.openapi({ description: "The pusher's GitLab username.", example: "j.doe" }),
  user_email: shown("jane@example.com", "The pusher's public e-mail address, if there is one."),
  project_id: id.openapi({ example: 15 }),
  project: ProjectSchema,
  commits: z
    .array(CommitSchema)
    .nullish()
    .openapi({
      description: "The newest 20 at most.",
      example: [
        {
          id: "da1560886d4f094c3e6c9ef40349f7d38b5d27d7",
          title: "Fix the typo in the README",
          url: "https://gitlab.example.com/platform/api/-/commit/da1560886d4f094c3e6c9ef40349f7d38b5d27d7",
          author: { name: "Jane Doe", email: "jane@example.com" },
        },
      ],
    }),
  total_commits_count: shown(1, "The total number of commits."),
};

/** A branch or tag that was created, updated or deleted. */
export interface PushEvent extends BaseEvent {
  kind: "push" | "tag_push";
  /** `no_commits`: a push without commits to an existing branch, which was reset or moved to a known commit. */
  change: "created" | "updated" | "deleted" | "no_commits";
  /** Undefined if the payload does not say, as in versions before 16. */
  refProtected: boolean | undefined;
  /** `before` and `after` as GitLab sent them: equal if two hooks report the same push. */
  before: string;
  after: string;
  totalCommits: number;
}

/**
 * GitLab sends the newest 20 commits (lib/gitlab/data_builder/push.rb@1d20d436); other senders of this format may send
 * more. Those beyond the newest hundred are only counted.
 */
const MAX_COMMITS = 100;

export const push = eventKind(FIELDS, (payload) => readPush("push", payload), transition);

export const tagPush = eventKind(FIELDS, (payload) => readPush("tag_push", payload), transition);

function transition({ before, after }: PushEvent): string[] {
  return [before, after];
}

/** An all-zero `after` means a deletion, whatever the other fields say. */
function readPush<Kind extends PushEvent["kind"]>(
  kind: Kind,
  payload: Payload<typeof FIELDS>,
): PushEvent & { kind: Kind } {
  const { before, after, user_name: name, user_username: username, user_email: email } = payload;
  const commits = payload.commits ?? [];
  const change = changeOf(kind, payload);
  const sha = shaToName(kind, change, payload);
  return {
    kind,
    change,
    refProtected: payload.ref_protected ?? undefined,
    ref: shortRef(payload.ref),
    sha,
    before,
    after,
    project: readProject(payload.project, payload.project_id),
    actor: readActor({ name, username, email }),
    commits: oldestFirst(commits, sha).slice(-MAX_COMMITS).map(readCommit),
    totalCommits: Math.max(Math.trunc(shownNumber(payload.total_commits_count) ?? 0), commits.length),
  };
}

/** A push has no commits only if the payload's count says so; a missing list says nothing. */
function changeOf(kind: PushEvent["kind"], payload: Payload<typeof FIELDS>): PushEvent["change"] {
  const { before, after, commits } = payload;
  if (isZeroSha(after)) return "deleted";
  if (isZeroSha(before)) return "created";
  const bringsNone = commits?.length ? false : (shownNumber(payload.total_commits_count) ?? commits?.length) === 0;
  return kind === "push" && bringsNone ? "no_commits" : "updated";
}

/** For an annotated tag, `after` is the tag object and `checkout_sha` the commit. */
function shaToName(kind: PushEvent["kind"], change: PushEvent["change"], payload: Payload<typeof FIELDS>): string {
  if (change === "deleted") return payload.before;
  return kind === "tag_push" ? (payload.checkout_sha ?? payload.after) : payload.after;
}

/** Only a hook's Test button sends the newest first (`build_sample` in push.rb). */
function oldestFirst(commits: CommitPayload[], head: string): CommitPayload[] {
  const isReversed = commits.length > 1 && commits[0]?.id === head && commits.at(-1)?.id !== head;
  return isReversed ? commits.toReversed() : commits;
}

/** All zeros mean "no commit": 40 zeros, or 64 in a SHA-256 repository. */
function isZeroSha(sha: string): boolean {
  return /^(0{40}|0{64})$/.test(sha);
}
