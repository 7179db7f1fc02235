import { LONGEST_WAIT_MS } from "../relay/delivery.ts";
import type { Answer, Trouble, Unchecked } from "./answer.ts";
import type { Witness } from "./evidence.ts";
import { readAnswer } from "./read-answer.ts";
import { readFailure } from "./read-failure.ts";
import { isOurs } from "./read-refusal.ts";
import { readReset } from "./read-reset.ts";
import type { Operation } from "./operations.ts";

export interface CallOptions<Name extends string> {
  clock: () => number;
  /** `code`: HTTP status, "timeout", or "error" for the network's. */
  onRequest?: ((operation: Name, code: string, seconds: number) => void) | undefined;
  witness: Witness;
  /** Describes the rejected certificate; undefined if that is not possible. */
  lookAtCertificate: () => Promise<string | undefined>;
}

/** What openapi-fetch resolves to. */
interface Result<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * Makes one request and reports its result. Rejects with the signal's reason once that is aborted. `Name`: the closed
 * list of operations.
 */
export type Call<Name extends string = Operation> = <T>(
  operation: Name,
  signal: AbortSignal,
  send: () => Promise<Result<T>>,
) => Promise<Answer<Unchecked<T>>>;

/** Reads an answer without its context. */
function read(operation: string, result: Result<unknown>, witness: Witness, now: number): Answer<object> {
  const { data, error, response } = result;
  const { status, headers } = response;
  const body = data ?? error;
  const reading = readAnswer({ status, body });
  if (reading.kind === "ok") return { status: "ok", data: reading.data };
  const { kind, code } = reading;
  const evidence = witness.answer(operation, { status, body, headers }, code === "" || isOurs(code) ? null : code);
  const trouble: Trouble = { status: "trouble", operation, kind, code, evidence };
  const resumeAt = kind === "rate_limited" ? readReset(headers.get("X-RateLimit-Reset"), now) : undefined;
  return resumeAt === undefined ? trouble : { ...trouble, resumeAt };
}

function notAsked(operation: string, resumeAt: number): Trouble {
  const detail = "not sent: Rocket.Chat asked for no requests until a later time";
  const evidence = { operation, status: null, code: null, detail };
  return { status: "trouble", operation, kind: "rate_limited", code: "", resumeAt, evidence };
}

/**
 * Creates the function that all requests go through. After an answer that says when the next request may come,
 * it makes none until then, for any caller: other deliveries may already be under way.
 */
export function createCall<Name extends string = Operation>(options: CallOptions<Name>): Call<Name> {
  const { clock, onRequest, witness, lookAtCertificate } = options;
  let quietUntil = 0;

  function report(operation: Name, code: string, begunAt: number): void {
    onRequest?.(operation, code, (performance.now() - begunAt) / 1000);
  }

  async function failed(operation: Name, error: unknown, begunAt: number): Promise<Trouble> {
    const kind = readFailure(error);
    report(operation, kind === "timeout" ? "timeout" : "error", begunAt);
    const more = kind === "tls" ? await lookAtCertificate() : undefined;
    return { status: "trouble", operation, kind, code: "", evidence: witness.failure(operation, error, more) };
  }

  async function request<T>(operation: Name, signal: AbortSignal, send: () => Promise<Result<T>>) {
    const begunAt = performance.now();
    try {
      const result = await send();
      report(operation, String(result.response.status), begunAt);
      return read(operation, result, witness, clock());
    } catch (error) {
      signal.throwIfAborted();
      return failed(operation, error, begunAt);
    }
  }

  return async <T>(operation: Name, signal: AbortSignal, send: () => Promise<Result<T>>) => {
    const now = clock();
    // The second condition covers a clock that was set back.
    if (now < quietUntil && quietUntil <= now + LONGEST_WAIT_MS) return notAsked(operation, quietUntil);
    const answer = await request(operation, signal, send);
    if (answer.status === "trouble" && answer.resumeAt !== undefined) quietUntil = answer.resumeAt;
    return answer as Answer<Unchecked<T>>;
  };
}
