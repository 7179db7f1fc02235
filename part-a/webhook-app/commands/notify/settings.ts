/** A variable of the job that is missing or wrong; the message names all of them. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

/** What GitLab and the project's settings tell a job of a push's pipeline. */
export interface Environment {
  webhookUrl: string;
  signingToken: string;
  pipelineId: string;
  serverUrl: string;
  serverHost: string;
  project: {
    id: number;
    name: string;
    namespace: string;
    path: string;
    url: string;
    defaultBranch: string;
  };
  /** Exactly one of the two is set. */
  branch: string | undefined;
  tag: string | undefined;
  refIsProtected: boolean;
  /** The commit, also where the push was of an annotated tag. */
  sha: string;
  /** What the ref pointed to before the push; zeros when it is new. */
  beforeSha: string;
  user: { id: number; username: string; name: string };
}

const SHA = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Reads the predefined variables (https://docs.gitlab.com/ci/variables/predefined_variables/) and the two of ours.
 *
 * @throws EnvironmentError that lists every mistake; no secret is in it
 */
export function readEnvironment(env: Record<string, string | undefined>): Environment {
  const problems: string[] = [];
  const read = (name: string, form: RegExp = /./s, expected = "be set"): string => {
    const value = env[name] ?? "";
    if (!form.test(value)) problems.push(`${name} must ${expected}`);
    return value;
  };
  read("CI_PIPELINE_SOURCE", /^push$/, 'be "push"');
  const number = (name: string) => Number(read(name, /^\d+$/, "be a number"));
  const environment: Environment = {
    webhookUrl: read(
      "WEBHOOK_URL",
      /^https?:\/\/\S+$/,
      "be the URL of the service's hook: http(s)://…/webhooks/gitlab",
    ),
    signingToken: read(
      "GITLAB_SIGNING_TOKEN",
      /^whsec_[A-Za-z0-9+/]{43}=$/,
      "be one of the service's GITLAB_SIGNING_TOKENS (whsec_…); a protected variable exists on protected refs only",
    ),
    pipelineId: read("CI_PIPELINE_ID", /^\d+$/, "be a number"),
    serverUrl: read("CI_SERVER_URL"),
    serverHost: read("CI_SERVER_HOST"),
    project: {
      id: number("CI_PROJECT_ID"),
      name: read("CI_PROJECT_TITLE"),
      namespace: read("CI_PROJECT_NAMESPACE"),
      path: read("CI_PROJECT_PATH"),
      url: read("CI_PROJECT_URL", /^https?:\/\//, "be the project's web address"),
      defaultBranch: read("CI_DEFAULT_BRANCH"),
    },
    branch: env["CI_COMMIT_BRANCH"] || undefined,
    tag: env["CI_COMMIT_TAG"] || undefined,
    refIsProtected: env["CI_COMMIT_REF_PROTECTED"] === "true",
    sha: read("CI_COMMIT_SHA", SHA, "be a full SHA"),
    beforeSha: read("CI_COMMIT_BEFORE_SHA", SHA, "be a full SHA"),
    user: { id: number("GITLAB_USER_ID"), username: read("GITLAB_USER_LOGIN"), name: read("GITLAB_USER_NAME") },
  };
  if (!environment.branch && !environment.tag) problems.push("CI_COMMIT_BRANCH or CI_COMMIT_TAG must be set");
  if (problems.length > 0) throw new EnvironmentError(problems.join("; "));
  return environment;
}
