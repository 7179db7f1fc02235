/** Where each request's own values go in the body; no character of them means anything to Lua's patterns. */
export const SHA_PLACE = "5ha0000000000000000000000000000000000000";
export const USER_PLACE = "bench_user";

export const SECRET_TOKEN = "the-benchs-secret-token";

/** What GitLab sends, but for the delivery's own key. */
export const HOOK_HEADERS = {
  "content-type": "application/json",
  "x-gitlab-event": "Push Hook",
  "x-gitlab-token": SECRET_TOKEN,
};
