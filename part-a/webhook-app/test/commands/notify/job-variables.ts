/** What a job knows about its pipeline from GitLab. */
export interface Pipeline {
  sha: string;
  before?: string;
  branch?: string;
  tag?: string;
  source?: string;
  id?: string;
}

export const ZEROS = "0".repeat(40);

export const PROJECT_URL = "http://gitlab.gitlab.svc.cluster.local/platform/api";

/** The predefined variables of a job, as GitLab 19 sets them. */
export function jobVariables({ sha, before = ZEROS, branch, tag, source = "push", id = "41" }: Pipeline) {
  return {
    CI_PIPELINE_SOURCE: source,
    CI_PIPELINE_ID: id,
    CI_SERVER_URL: "http://gitlab.gitlab.svc.cluster.local",
    CI_SERVER_HOST: "gitlab.gitlab.svc.cluster.local",
    CI_PROJECT_ID: "15",
    CI_PROJECT_TITLE: "API",
    CI_PROJECT_NAMESPACE: "platform",
    CI_PROJECT_PATH: "platform/api",
    CI_PROJECT_URL: PROJECT_URL,
    CI_DEFAULT_BRANCH: "main",
    CI_COMMIT_SHA: sha,
    CI_COMMIT_BEFORE_SHA: before,
    CI_COMMIT_REF_PROTECTED: "true",
    ...(branch === undefined ? {} : { CI_COMMIT_BRANCH: branch }),
    ...(tag === undefined ? {} : { CI_COMMIT_TAG: tag }),
    GITLAB_USER_ID: "4",
    GITLAB_USER_LOGIN: "j.doe",
    GITLAB_USER_NAME: "Jane Doe",
  };
}
