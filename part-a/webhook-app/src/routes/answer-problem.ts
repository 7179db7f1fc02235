import type { Context } from "hono";
import { problem, type ProblemOf, type ProblemStatus } from "../contract/problem.ts";

/** GitLab deliveries are retried by hand, a CI job's by its own retries: a few seconds let a database come back. */
const RETRY_AFTER_SECONDS = "5";

/** Answers with a problem document; 503 says when to come back, 413 ends the upload. */
export function answerProblem<Status extends ProblemStatus>(
  c: Context,
  body: ProblemOf<Status>,
  headers: Record<string, string> = {},
) {
  return c.json(body, body.status, {
    "content-type": "application/problem+json",
    ...(body.status === 503 && { "retry-after": RETRY_AFTER_SECONDS }),
    ...(body.status === 413 && { connection: "close" }),
    ...headers,
  });
}

/** 503: the store does not answer now. */
export function answerUnavailable(c: Context, detail: string) {
  return answerProblem(c, problem(503, detail));
}
