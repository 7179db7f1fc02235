/** GitLab did not do what it was asked for. The message says what to do where that is known. */
export class GitLabTrouble extends Error {
  override name = "GitLabTrouble";
}

const ADVICE: Record<number, string> = {
  401: "GITLAB_TOKEN is not accepted: it is wrong, expired or revoked.",
  403: "GITLAB_TOKEN needs the scope api and the role Maintainer in this project.",
  404: "It is not there, or not for GITLAB_TOKEN: look at GITLAB_PROJECTS and at the token's role (Maintainer).",
  429: "GitLab limits requests; the next run goes on.",
};

/**
 * Says in words why GitLab's answer is not what was asked for.
 *
 * @throws GitLabTrouble always
 */
export function explain({ status }: Response, askedFor: string): never {
  throw new GitLabTrouble(`GitLab answered ${status} when asked for ${askedFor}. ${ADVICE[status] ?? ""}`.trim());
}
