/** The kinds of answers other than success, and how each is recognised. */
export const ANSWER_KINDS = {
  refused: "400 (or any other status below 500) with `success: false` and a code",
  no_reason: "`success: false` without a reason",
  exception: "`success: false` with the text of an exception, as when the database is lost",
  unauthorized: "401 with any body",
  forbidden: "403 with Rocket.Chat's body",
  rate_limited: "429, `error-too-many-requests`, or a call held back until the time that Rocket.Chat named",
  server_error: "a status of 500 or more",
  turned_away: "another refusal without Rocket.Chat's body (403 or 413 with a page from a proxy)",
  not_rocket_chat: "a redirect, an HTML page instead of JSON, or 404 for the API itself",
  garbage: "JSON of another shape, an empty body, no HTTP, or more than 1 MiB",
  broken_off: "the connection broke before the answer was complete",
  timeout: "no complete answer within 10 s",
  tls: "no secure connection: certificate or protocol",
  no_connection: "no connection: refused, unknown host, no route, or refused by the proxy",
} as const;

export type AnswerKind = keyof typeof ANSWER_KINDS;
