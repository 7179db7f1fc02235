import { createMiddleware } from "hono/factory";
import { answerProblem } from "./answer-problem.ts";
import { unknownParameterProblem } from "./parse-parameters.ts";

/** A contract route's parameters, if it has any. */
interface Route {
  path: string;
  request?: object & { params?: object; body?: object; query?: { shape: object } };
}

/** Rejects query parameters that the route does not have. */
export function knownParameters({ request }: Route) {
  const known = Object.keys(request?.query?.shape ?? {});
  return createMiddleware(async (c, next) => {
    const problem = c.req.url.includes("?") ? unknownParameterProblem(Object.keys(c.req.query()), known) : undefined;
    return problem ? answerProblem(c, problem) : next();
  });
}
