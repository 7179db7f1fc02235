import type { SandboxContext } from "./play-fault.ts";

/**
 * The query of a GET, or the body of a POST as packages/http-router/src/Router.ts@0536073 parses it (7.7.1's
 * app/api/server/router.ts does the same): JSON and forms; any other text is spread into its characters, and what
 * cannot be parsed reaches the schema as an empty object.
 */
export async function readInput(context: SandboxContext): Promise<unknown> {
  if (context.req.method === "GET") return context.req.query();
  const type = context.req.header("content-type") ?? "";
  if (type.includes("multipart/form-data")) return {};
  try {
    if (type.includes("application/json")) return spread(await context.req.json());
    if (type.includes("application/x-www-form-urlencoded")) return await context.req.parseBody();
    return spread(await context.req.text());
  } catch {
    return {};
  }
}

/** Anything but a list becomes an object of its own properties: a text's characters, or none for a number. */
function spread(body: unknown): unknown {
  return Array.isArray(body) ? body : { ...(body as object) };
}
