/**
 * Placeholders for each request's own values, of the same length; without characters that are special in Lua's
 * patterns.
 */
export const SHA_PLACE = "5ha0000000000000000000000000000000000000";
export const USER_PLACE = "bench_who";
export const BRANCH_PLACE = "bench_branch";

/**
 * How many branches are pushed to, at random. A push waits for the commit of the previous one to the same branch; a
 * thousand pushes in a second go to nearly as many branches, as in a large company.
 */
export const BRANCHES = 10_000;

/** A branch's name, as long as its place. */
export function branchName(number: number): string {
  return `topic-${String(number % BRANCHES).padStart(6, "0")}`;
}

export const SECRET_TOKEN = "the-benchs-secret-token";

/** GitLab's headers, except the delivery's key. */
export const HOOK_HEADERS = {
  "content-type": "application/json",
  "x-gitlab-event": "Push Hook",
  "x-gitlab-token": SECRET_TOKEN,
};
