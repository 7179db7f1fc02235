import type { NotifySettings } from "./settings.ts";
import type { Git } from "./git.ts";
import { pushedCommits } from "./pushed-commits.ts";

/** The part of GitLab's push and tag push payloads that a job can know. */
export type PushPayload = Awaited<ReturnType<typeof pushPayload>>;

/**
 * The push that started the pipeline, as GitLab's own hook reports it: with the same project id and URL, ref, before
 * and after, so that the service recognises hook and job as one push. It lists all commits of the push, so that a push
 * makes one message, not one for each commit.
 *
 * In a push pipeline CI_COMMIT_BEFORE_SHA is the push's own `before` (app/services/git/base_hooks_service.rb): zeros
 * mean a new branch or tag. In other pipelines they mean nothing; those are not reported.
 *
 * The names of changed files (`added`, `modified`, `removed`) are left out: no message shows them, and they alone can
 * make a body too large.
 */
export async function pushPayload(settings: NotifySettings, git: Git, say: (line: string) => void) {
  const { project, user, sha, beforeSha, tag, branch = "" } = settings;
  const { commits, total } = await pushedCommits(settings, git);
  if (commits.length === 0) say("No commit of this push is new to the default branch, or git does not have them.");
  const kind = tag === undefined ? ("push" as const) : ("tag_push" as const);
  return {
    object_kind: kind,
    event_name: kind,
    before: beforeSha,
    after: tag === undefined ? sha : await tagTarget(tag, sha, git),
    ref: tag === undefined ? `refs/heads/${branch}` : `refs/tags/${tag}`,
    ref_protected: settings.refIsProtected,
    checkout_sha: sha,
    message: null,
    // Whoever retries a job becomes its user, so a retry may name another pusher; the delivery's id stays the same.
    user_id: user.id,
    user_name: user.name,
    user_username: user.username,
    user_email: "",
    user_avatar: null,
    project_id: project.id,
    project: {
      id: project.id,
      name: project.name,
      namespace: project.namespace,
      path_with_namespace: project.path,
      default_branch: project.defaultBranch,
      web_url: project.url,
      homepage: project.url,
      git_http_url: `${project.url}.git`,
      http_url: `${project.url}.git`,
    },
    commits,
    total_commits_count: total,
    push_options: {},
    repository: { name: project.name, homepage: project.url, git_http_url: `${project.url}.git` },
  };
}

/** An annotated tag's `after` is the tag object. */
async function tagTarget(tag: string, sha: string, git: Git): Promise<string> {
  const commit = await git("rev-parse", "--quiet", "--verify", `refs/tags/${tag}^{commit}`);
  const target = await git("rev-parse", "--quiet", "--verify", `refs/tags/${tag}`);
  // The tag may have moved since.
  return commit?.trim() === sha && target !== undefined ? target.trim() : sha;
}
