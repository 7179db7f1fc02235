import type { SandboxContext } from "./play-fault.ts";

/**
 * The query of a GET, the JSON body of a POST. A body of another type, or one that is no JSON, comes to the schema as
 * an empty object, as it does in Rocket.Chat (packages/http-router/src/Router.ts).
 */
export async function readInput(context: SandboxContext): Promise<unknown> {
  if (context.req.method === "GET") return context.req.query();
  const body = await context.req.text();
  if (!/^application\/json\b/i.test(context.req.header("content-type") ?? "")) return {};
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}
