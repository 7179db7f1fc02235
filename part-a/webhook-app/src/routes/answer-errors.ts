import type { Env, Hono } from "hono";
import { problem } from "../contract/problem.ts";
import { OutboxUnavailable } from "../outbox/unavailable.ts";
import { answerProblem, answerUnavailable } from "./answer-problem.ts";

/** Makes an app answer errors of its handlers: 503 for the store; 500 for a bug, which is passed to `onError`. */
export function answerErrors<Bindings extends Env>(app: Hono<Bindings>, onError: (error: unknown) => void) {
  return app.onError((error, c) => {
    if (error instanceof OutboxUnavailable) return answerUnavailable(c, "The store does not answer.");
    onError(error);
    return answerProblem(c, problem(500, "Internal error; see the service log."));
  });
}
