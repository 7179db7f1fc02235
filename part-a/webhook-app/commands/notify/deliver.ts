import { setTimeout as sleep } from "node:timers/promises";
import { CommandFailure } from "../shared/command-failure.ts";
import { hookHeaders } from "../shared/hook-tokens.ts";
import type { NotifySettings } from "./settings.ts";
import type { PushPayload } from "./push-payload.ts";

/** The service's answer, read as far as it can be. */
export interface Answer {
  status: number;
  body: unknown;
}

/** Seconds that the service waits for the message to arrive; the most it takes. */
const WAIT_SECONDS = 9;

const TIMEOUT_MS = (WAIT_SECONDS + 6) * 1000;

/** Before each further attempt: a minute in all, in which a Pod is replaced or a NetworkPolicy has learned of this one. */
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];

/**
 * Posts the push, signed as GitLab signs, again and again under one id while the service cannot be reached or cannot
 * take it.
 *
 * @param pauses ms before each further attempt
 * @throws CommandFailure when it could not be reached to the end
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
    say(`${problem}; trying again in ${pause / 1000} s`);
    await sleep(pause);
  }
}

function unreachable(webhookUrl: string, problem: string): CommandFailure {
  return new CommandFailure(
    `${webhookUrl} cannot be reached: ${problem}.`,
    "Look at the service's Pods, its Service and its NetworkPolicies; the project's own hook may have got through.",
  );
}

async function post(settings: NotifySettings, kind: PushPayload["object_kind"], body: string): Promise<Answer | Error> {
  const { webhookUrl, signingToken, serverUrl, serverHost, pipelineId } = settings;
  // A pipeline of a push is that push, however often its job runs. Ids of pipelines are unique in an instance.
  const id = `pipeline-${pipelineId}@${serverHost}`;
  const headers = {
    ...hookHeaders({ signingToken, secretToken: undefined }, id, body),
    "user-agent": "notify job",
    "x-gitlab-event": kind === "push" ? "Push Hook" : "Tag Push Hook",
    "x-gitlab-instance": serverUrl,
    // Hooks report the same push at another time: each counts for itself how often a ref goes the same way.
    "x-webhook-source": "ci",
    prefer: `wait=${WAIT_SECONDS}`,
  };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    // A redirect would turn the POST into a GET.
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
