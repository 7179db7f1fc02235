import { tooManyRequests, UNAUTHORIZED } from "./answers.ts";
import { invalidParameters } from "./invalid-parameters.ts";
import type { Answer, Person } from "./model.ts";
import type { Operation, OperationDeps } from "./operation.ts";
import type { SandboxContext } from "./play-fault.ts";
import { may } from "./permissions.ts";
import type { RateLimiter } from "./rate-limiter.ts";

export interface AnswerDeps extends OperationDeps {
  limiter: RateLimiter;
}

/**
 * Answers in Rocket.Chat's order: credentials, schema, limiter, operation. So an invalid body does not count towards
 * the limit.
 */
export async function answerCall(
  context: SandboxContext,
  operation: Operation,
  input: unknown,
  deps: AnswerDeps,
): Promise<Answer> {
  const { headers } = context.req.raw;
  const userId = headers.get("x-user-id") ?? undefined;
  const caller = deps.workspace.people.authenticated(userId, headers.get("x-auth-token") ?? undefined);
  if (!caller && !operation.anonymous) return UNAUTHORIZED;

  const parsed = operation.input.safeParse(input, { reportInput: true });
  if (!parsed.success) {
    return invalidParameters(parsed.error, operation.method === "GET" ? "error-invalid-params" : "invalid-params");
  }
  return (
    limited(context, operation, caller, deps) ?? operation.run({ input: parsed.data, caller: caller!, headers }, deps)
  );
}

/**
 * The 429 if the caller's address has used up its limit; otherwise undefined, and the headers are set. Callers that may
 * bypass the limit get no headers.
 */
function limited(
  context: SandboxContext,
  operation: Operation,
  caller: Person | undefined,
  deps: AnswerDeps,
): Answer | undefined {
  const own = operation.limit?.(deps.server);
  if (may(caller, "api-bypass-rate-limit") || (own && may(caller, "send-many-messages"))) return undefined;
  const address = context.env.incoming.socket.remoteAddress;
  const allowance = deps.limiter.take(`${context.req.method} ${context.req.path} ${address}`, own);
  context.header("X-RateLimit-Limit", String(allowance.limit));
  context.header("X-RateLimit-Remaining", String(allowance.remaining));
  context.header("X-RateLimit-Reset", String(allowance.resetAt));
  if (allowance.allowed) return undefined;
  return tooManyRequests(Math.ceil((allowance.resetAt - deps.clock()) / 1000));
}
