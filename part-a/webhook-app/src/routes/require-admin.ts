import { createMiddleware } from "hono/factory";
import { problem } from "../contract/problem.ts";
import { equalSecrets } from "../equal-secrets.ts";
import { answerProblem } from "./answer-problem.ts";

/** Admits only `Authorization: Bearer <ADMIN_TOKEN>`. GitLab's tokens are not valid here. */
export function requireAdmin(adminToken: string | undefined) {
  return createMiddleware(async (c, next) => {
    const authorization = c.req.header("authorization");
    if (bearsAdminToken(authorization, adminToken)) return next();
    const detail = why(adminToken, bearerOf(authorization));
    return answerProblem(c, problem(401, detail), { "www-authenticate": "Bearer" });
  });
}

/** Whether an `Authorization` header contains ADMIN_TOKEN. */
export function bearsAdminToken(authorization: string | undefined, adminToken: string | undefined): boolean {
  const given = bearerOf(authorization);
  return adminToken !== undefined && given !== undefined && equalSecrets(given, adminToken);
}

function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
}

function why(adminToken: string | undefined, given: string | undefined): string {
  if (adminToken === undefined) return "ADMIN_TOKEN is not configured, so this API is closed.";
  return given === undefined
    ? "Send ADMIN_TOKEN as `Authorization: Bearer …`."
    : "The bearer token is not ADMIN_TOKEN.";
}
