import { setTimeout as sleep } from "node:timers/promises";
import { CommandFailure } from "../shared/command-failure.ts";
import { hookHeaders } from "../shared/hook-tokens.ts";
import type { NotifySettings } from "./settings.ts";
import type { PushPayload } from "./push-payload.ts";

/** The service's answer; its body is text if it is not JSON. */
export interface Answer {
  status: number;
  body: unknown;
}

/** Seconds for which the service waits for the message to arrive; its maximum. */
const WAIT_SECONDS = 9;

const TIMEOUT_MS = (WAIT_SECONDS + 6) * 1000;

/** Before each retry: a minute in all, in which a Pod is replaced or NetworkPolicies learn this Pod's address. */
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];

/**
 * Posts the push, signed as GitLab signs, and retries under the same id while the service is unreachable or
 * unavailable.
 *
 * @param pauses ms before each retry
 * @throws CommandFailure if it is still unreachable at the last retry
 */
export async function deliver(
  settings: NotifySettings,
  payload: PushPayload,
  say: (line: string) => void,
  pauses: readonly number[] = PAUSES_MS,
): Promise<Answer> {
  const body = JSON.stringify(payload);
  for (let attempt = 0; ; attempt += 1) {
    const answer = await post(settings, payload.object_kind, body);
    const failed = answer instanceof Error || answer.status === 429 || answer.status >= 500;
    const pause = pauses[attempt];
    if (!failed || (pause === undefined && !(answer instanceof Error))) return answer;
    const problem = answer instanceof Error ? answer.message : `answered ${answer.status}`;
    if (pause === undefined) throw unreachable(settings.webhookUrl, problem);
    say(`${problem}; retrying in ${pause / 1000} s`);
    await sleep(pause);
  }
}

function unreachable(webhookUrl: string, problem: string): CommandFailure {
  return new CommandFailure(
    `${webhookUrl} cannot be reached: ${problem}.`,
    "Check the service's Pods, its Service and its NetworkPolicies; the project's own hook may have got through.",
  );
}

async function post(settings: NotifySettings, kind: PushPayload["object_kind"], body: string): Promise<Answer | Error> {
  const { webhookUrl, signingToken, serverUrl, serverHost, pipelineId } = settings;
  // One id for each pipeline: a retried job repeats the delivery. Pipeline ids are unique in a GitLab instance.
  const id = `pipeline-${pipelineId}@${serverHost}`;
  const headers = {
    ...hookHeaders({ signingToken, secretToken: undefined }, id, body),
    "user-agent": "notify job",
    "x-gitlab-event": kind === "push" ? "Push Hook" : "Tag Push Hook",
    "x-gitlab-instance": serverUrl,
    // The hook reports the same push at another time: each source counts separately how often a ref moves the same way.
    "x-webhook-source": "ci",
    prefer: `wait=${WAIT_SECONDS}`,
  };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    // Following a redirect would turn the POST into a GET.
    const response = await fetch(webhookUrl, { method: "POST", headers, body, signal, redirect: "manual" });
    return { status: response.status, body: readJson(await response.text()) };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    return new Error(cause?.code ?? message);
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
