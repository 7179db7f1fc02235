/**
 * Runs in a Pod: posts COUNT signed pushes, PER_SECOND at a time, each again with the same id until it is
 * acknowledged, as GitLab's users would resend it. Prints one JSON line: what was acknowledged, retries and times.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { pushBody, signedHeaders } from "./push.ts";

const { URL: url = "", SIGNING_TOKEN: token = "", RUN: run = "", PREFER = "" } = process.env;
const count = Number(process.env["COUNT"] ?? 1);
const perSecond = Number(process.env["PER_SECOND"] ?? 1);
/** A push that is not acknowledged after this is given up, and the check fails. */
const PATIENCE_MS = 120_000;
/** GitLab gives up on an answer after 10 s. */
const TIMEOUT_MS = 10_000;

const summary = {
  /** Epoch seconds of the first and the last push. */
  began: 0,
  ended: 0,
  acknowledged: 0,
  refused: 0,
  retries: 0,
  slowestMs: 0,
  failures: {} as Record<string, number>,
  answers: [] as unknown[],
};

async function post(index: number): Promise<{ status: number; text: string }> {
  const body = pushBody(run, index);
  const headers = { ...signedHeaders(token, `${run}-${index}`, body), ...(PREFER ? { prefer: PREFER } : {}) };
  const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
  return { status: response.status, text: await response.text() };
}

function note(failure: string): void {
  summary.failures[failure] = (summary.failures[failure] ?? 0) + 1;
}

async function deliver(index: number): Promise<void> {
  const began = performance.now();
  while (performance.now() - began < PATIENCE_MS) {
    const answer = await post(index).catch((error: Error & { cause?: { code?: string } }) => {
      return { status: 0, text: error.cause?.code ?? error.name };
    });
    if (answer.status >= 200 && answer.status < 300) {
      summary.acknowledged += 1;
      summary.slowestMs = Math.max(summary.slowestMs, Math.round(performance.now() - began));
      if (count <= 3) summary.answers.push(JSON.parse(answer.text));
      return;
    }
    note(answer.status === 0 ? answer.text : String(answer.status));
    if (answer.status >= 400 && answer.status < 500) break;
    summary.retries += 1;
    await sleep(500);
  }
  summary.refused += 1;
}

/** It takes a moment until NetworkPolicies know a new Pod's address, which must not be measured. */
async function connected(): Promise<void> {
  const end = Date.now() + 30_000;
  while (
    !(await fetch(new URL("/livez", url)).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (Date.now() > end) throw new Error(`${url} cannot be reached from this Pod`);
    await sleep(200);
  }
}

await connected();
const open: Promise<void>[] = [];
const began = performance.now();
summary.began = Date.now() / 1000;
for (let index = 0; index < count; index += 1) {
  await sleep(Math.max(0, began + (index * 1000) / perSecond - performance.now()));
  open.push(deliver(index));
}
summary.ended = Date.now() / 1000;
await Promise.all(open);
process.stdout.write(`${JSON.stringify(summary)}\n`);
