import { readHookTokens } from "../shared/hook-tokens.ts";
import { readVariables, WEBHOOK_URL, type Variables } from "../shared/variables.ts";

/** What a job of a push pipeline knows from GitLab's predefined variables and the project's settings. */
export interface NotifySettings {
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
  /** Exactly one of branch and tag is set. */
  branch: string | undefined;
  tag: string | undefined;
  refIsProtected: boolean;
  /** The commit, even when an annotated tag was pushed. */
  sha: string;
  /** What the ref pointed to before the push; zeros if it is new. */
  beforeSha: string;
  user: { id: number; username: string; name: string };
}

const SHA = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Reads the predefined variables (https://docs.gitlab.com/ci/variables/predefined_variables/) and our own two.
 *
 * @throws ConfigError that lists every mistake
 */
export function readSettings(env: Record<string, string | undefined>): NotifySettings {
  return readVariables(env, (variables) => {
    const given = (name: string) => variables.required(name, "GitLab sets it");
    const number = (name: string) => variables.required(name, "a number", /^\d+$/);
    const sha = (name: string) => variables.required(name, "a full SHA", SHA);
    variables.required("CI_PIPELINE_SOURCE", '"push"', /^push$/);
    return {
      ...readOurs(variables),
      pipelineId: number("CI_PIPELINE_ID"),
      serverUrl: given("CI_SERVER_URL"),
      serverHost: given("CI_SERVER_HOST"),
      project: {
        id: Number(number("CI_PROJECT_ID")),
        name: given("CI_PROJECT_TITLE"),
        namespace: given("CI_PROJECT_NAMESPACE"),
        path: given("CI_PROJECT_PATH"),
        url: variables.required("CI_PROJECT_URL", "the project's web address", /^https?:\/\//),
        defaultBranch: given("CI_DEFAULT_BRANCH"),
      },
      ...readRef(variables),
      sha: sha("CI_COMMIT_SHA"),
      beforeSha: sha("CI_COMMIT_BEFORE_SHA"),
      user: {
        id: Number(number("GITLAB_USER_ID")),
        username: given("GITLAB_USER_LOGIN"),
        name: given("GITLAB_USER_NAME"),
      },
    };
  });
}

function readOurs(variables: Variables): Pick<NotifySettings, "webhookUrl" | "signingToken"> {
  const { signingToken = "" } = readHookTokens(variables);
  if (!signingToken) {
    const expected = "one of the service's GITLAB_SIGNING_TOKENS; a protected variable exists only on protected refs";
    variables.refuse(`GITLAB_SIGNING_TOKEN: is missing: ${expected}`);
  }
  const expected = "the full URL that hooks post to, like http://host/webhooks/gitlab";
  return { webhookUrl: variables.required("WEBHOOK_URL", expected, WEBHOOK_URL), signingToken };
}

function readRef(variables: Variables): Pick<NotifySettings, "branch" | "tag" | "refIsProtected"> {
  const branch = variables.optional("CI_COMMIT_BRANCH");
  const tag = variables.optional("CI_COMMIT_TAG");
  if (!branch && !tag) variables.refuse("CI_COMMIT_BRANCH, CI_COMMIT_TAG: neither is set; GitLab sets one of them");
  return { branch, tag, refIsProtected: variables.optional("CI_COMMIT_REF_PROTECTED") === "true" };
}
