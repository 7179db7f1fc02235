import { classify } from "./classify.ts";
import { classifyFailure } from "./classify-failure.ts";
import type { Answer, Unchecked } from "./answer.ts";
import { answerEvidence, failureEvidence } from "./evidence.ts";
import { RequestTimeout } from "./exchange.ts";
import type { Operation } from "./operations.ts";
import { LONGEST_WAIT_MS } from "./read-reset.ts";

export interface CallOptions {
  clock: () => number;
  /** `code`: HTTP status, "timeout", or "error" for the network's. */
  onRequest?: ((operation: Operation, code: string, seconds: number) => void) | undefined;
}

/** What openapi-fetch resolves to. */
interface Result<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Makes one request and says what came of it. Rejects with the signal's reason once that is aborted. */
export type Call = <T>(
  operation: Operation,
  signal: AbortSignal,
  send: () => Promise<Result<T>>,
) => Promise<Answer<Unchecked<T>>>;

/**
 * Makes the function that all requests go through. After an answer that named the time when the next request may come
 * it makes none until then, whoever asks: other deliveries are under way when the first one hears of it.
 */
export function createCall({ clock, onRequest }: CallOptions): Call {
  let quietUntil = 0;

  function report(operation: Operation, code: string, begunAt: number): void {
    onRequest?.(operation, code, (performance.now() - begunAt) / 1000);
  }

  async function request<T>(operation: Operation, signal: AbortSignal, send: () => Promise<Result<T>>) {
    const begunAt = performance.now();
    try {
      const { data, error, response } = await send();
      report(operation, String(response.status), begunAt);
      const reset = response.headers.get("X-RateLimit-Reset");
      const body = data ?? error;
      const meaning = classify({ status: response.status, body, reset }, clock());
      if (meaning.status === "ok") return meaning;
      const code = meaning.status === "refused" && meaning.code !== "" ? meaning.code : null;
      return { ...meaning, evidence: answerEvidence(operation, response.status, body, code) };
    } catch (error) {
      signal.throwIfAborted();
      const meaning = classifyFailure(error);
      report(operation, error instanceof RequestTimeout ? "timeout" : "error", begunAt);
      return { ...meaning, evidence: failureEvidence(operation, error) };
    }
  }

  return async <T>(operation: Operation, signal: AbortSignal, send: () => Promise<Result<T>>) => {
    const now = clock();
    // The second condition is for a clock that was set back.
    if (now < quietUntil && quietUntil <= now + LONGEST_WAIT_MS) {
      const detail = "not asked: Rocket.Chat named a time before which it answers nothing";
      const evidence = { operation, status: null, code: null, detail };
      return { status: "unavailable", reason: "rate_limited", resumeAt: quietUntil, evidence };
    }
    const answer = await request(operation, signal, send);
    if (answer.status === "unavailable" && answer.resumeAt !== undefined) quietUntil = answer.resumeAt;
    return answer as Answer<Unchecked<T>>;
  };
}
