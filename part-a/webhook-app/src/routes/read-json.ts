import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { z } from "zod";
import { problem, type ProblemOf } from "../contract/problem.ts";
import { answerProblem } from "./answer-problem.ts";
import { parseParameters } from "./parse-parameters.ts";

const MAX_BYTES = 64 * 1024;

/** For operators' routes, whose bodies are a few lines. */
export const smallBody = bodyLimit({
  maxSize: MAX_BYTES,
  onError: (c) => answerProblem(c, problem(413, `The body is over ${MAX_BYTES} bytes.`)),
});

type Json<T> = { ok: true; value: T } | { ok: false; problem: ProblemOf<400 | 415> };

/** Reads a body and checks it against the contract's schema; an empty one is `{}`. */
export async function readJson<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<Json<z.output<Schema>>> {
  const text = await c.req.text();
  if (text === "") return parseParameters(schema, {});
  const type = c.req.header("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    return { ok: false, problem: problem(415, `Content-Type is ${type || "missing"}; it must be application/json.`) };
  }
  try {
    return parseParameters(schema, JSON.parse(text));
  } catch {
    return { ok: false, problem: problem(400, "The body is not valid JSON.") };
  }
}
