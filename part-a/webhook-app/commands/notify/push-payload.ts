import type { NotifySettings } from "./settings.ts";
import type { Git } from "./git.ts";
import { pushedCommits } from "./pushed-commits.ts";

/** What GitLab's push and tag push hooks post, as far as a job knows it. */
export type PushPayload = Awaited<ReturnType<typeof pushPayload>>;

/**
 * The push that started the pipeline, as GitLab's own hook tells it: with the same project id and address, ref, before
 * and after, so that the service takes hook and job for one push. All of the push's commits are in it, so a push is one
 * message and not one for each commit.
 *
 * In a pipeline of a push CI_COMMIT_BEFORE_SHA is the push's own `before` (app/services/git/base_hooks_service.rb):
 * zeros there do mean a new branch or tag. In any other pipeline they mean nothing; such a one is not told at all.
 *
 * Left out are the names of changed files (`added`, `modified`, `removed`): nobody is told of them, and they alone can
 * make a body too large.
 */
export async function pushPayload(settings: NotifySettings, git: Git, say: (line: string) => void) {
  const { project, user, sha, beforeSha, tag, branch = "" } = settings;
  const { commits, total } = await pushedCommits(settings, git);
  if (commits.length === 0) say("No commit of this push is new to the default branch, or git does not know them.");
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
    // Whoever retries a job becomes its user, so another pusher may be named then; the delivery's id stays.
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
  // The tag may have been moved since.
  return commit?.trim() === sha && target !== undefined ? target.trim() : sha;
}
