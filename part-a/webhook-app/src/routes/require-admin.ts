import { createMiddleware } from "hono/factory";
import { problem } from "../contract/problem.ts";
import { equalSecrets } from "../equal-secrets.ts";
import { answerProblem } from "./answer-problem.ts";

/** Lets only `Authorization: Bearer <ADMIN_TOKEN>` through. GitLab's tokens do not count here. */
export function requireAdmin(adminToken: string | undefined) {
  return createMiddleware(async (c, next) => {
    const given = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
    if (adminToken !== undefined && given !== undefined && equalSecrets(given, adminToken)) return next();
    return answerProblem(c, problem(401, why(adminToken, given)), { "www-authenticate": "Bearer" });
  });
}

function why(adminToken: string | undefined, given: string | undefined): string {
  if (adminToken === undefined) return "ADMIN_TOKEN is not configured, so nobody may look at notifications.";
  return given === undefined
    ? "Send ADMIN_TOKEN as `Authorization: Bearer …`."
    : "The bearer token is not ADMIN_TOKEN.";
}
