import { createMiddleware } from "hono/factory";
import { answerProblem } from "./answer-problem.ts";
import { unknownParameterProblem } from "./parse-parameters.ts";

/** What a route of the contract says of its parameters, if anything. */
interface Route {
  path: string;
  request?: object & { params?: object; body?: object; query?: { shape: object } };
}

/** Lets only query parameters through that the route has. */
export function knownParameters({ request }: Route) {
  const known = Object.keys(request?.query?.shape ?? {});
  return createMiddleware(async (c, next) => {
    const problem = c.req.url.includes("?") ? unknownParameterProblem(Object.keys(c.req.query()), known) : undefined;
    return problem ? answerProblem(c, problem) : next();
  });
}
