/** The kinds of answers that are no success, and how each is told from the others. */
export const ANSWER_KINDS = {
  refused: "400 (or any other status below 500) with `success: false` and a code",
  no_reason: "`success: false` without any reason",
  exception: "`success: false` with an exception's text, such as a lost database's",
  unauthorized: "401, with whatever body",
  forbidden: "403 with Rocket.Chat's body",
  rate_limited: "429, or `error-too-many-requests`; or a time named before which it answers nothing",
  server_error: "a status of 500 or more",
  turned_away: "another refusal without Rocket.Chat's body (403 or 413 with a proxy's page)",
  not_rocket_chat: "a redirect, a page in place of JSON, or 404 of the API itself",
  garbage: "JSON of another shape, an empty body, no HTTP, or more than 1 MiB",
  broken_off: "the connection broke off before the whole answer was there",
  timeout: "no whole answer within 10 s",
  tls: "the connection cannot be made safe: certificate or protocol",
  no_connection: "no connection: refused, no such host, no route, the proxy's refusal",
} as const;

export type AnswerKind = keyof typeof ANSWER_KINDS;
