import { z } from "@hono/zod-openapi";

/** Error answers follow RFC 9457; `errors` names each field that a schema rejected. */
const ProblemSchema = z
  .object({
    type: z.string().openapi({ description: "Always `about:blank`: the status is the kind of problem." }),
    title: z.string().openapi({ description: "The status in words." }),
    status: z.number().int(),
    detail: z.string().openapi({ description: "What was wrong, where, and what to do." }),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }).openapi("FieldProblem"))
      .optional()
      .openapi({ description: "Each field that was refused: its path in the body or the query, and why." }),
  })
  .openapi("Problem", {
    example: { type: "about:blank", title: "Unauthorized", status: 401, detail: "X-Gitlab-Token is missing." },
  });

export type Problem = z.infer<typeof ProblemSchema>;

const TITLES = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  500: "Internal Server Error",
  503: "Service Unavailable",
} as const;

export type ProblemStatus = keyof typeof TITLES;

/** A problem document with its status in the type. */
export type ProblemOf<Status extends ProblemStatus> = Problem & { status: Status };

/** The body of an error answer. */
export function problem<Status extends ProblemStatus>(
  status: Status,
  detail: string,
  errors?: Problem["errors"],
): ProblemOf<Status> {
  return { type: "about:blank", title: TITLES[status], status, detail, ...(errors && { errors }) };
}

/** The documentation of one error answer. */
export function problemResponse(description: string) {
  return { description, content: { "application/problem+json": { schema: ProblemSchema } } };
}

/** The documentation of 503: nothing was stored, and when to retry. */
export function retryLaterResponse(description: string) {
  const retryAfter = { description: "Seconds to wait before trying again.", schema: { type: "integer" as const } };
  return { ...problemResponse(description), headers: { "Retry-After": retryAfter } };
}
