/** A request to GitLab failed. The message says what to do where that is known. */
export class GitLabTrouble extends Error {
  override name = "GitLabTrouble";
}

const ADVICE: Record<number, string> = {
  401: "GITLAB_TOKEN is wrong, expired or revoked.",
  403: "GITLAB_TOKEN needs the scope api and the role Maintainer in this project.",
  404: "It does not exist, or GITLAB_TOKEN may not see it: check GITLAB_PROJECTS and the token's role (Maintainer).",
  429: "GitLab limits requests; the next run continues.",
};

/**
 * Describes why GitLab did not answer as expected.
 *
 * @throws GitLabTrouble always
 */
export function explain({ status }: Response, askedFor: string): never {
  throw new GitLabTrouble(`GitLab answered ${status} when asked for ${askedFor}. ${ADVICE[status] ?? ""}`.trim());
}
