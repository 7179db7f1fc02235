import type { components } from "../../src/generated/webhook-app.ts";
import { hookHeaders } from "../shared/hook-tokens.ts";
import { fetchWithRetry } from "../shared/fetch-with-retry.ts";
import { CommandFailure } from "../shared/command-failure.ts";
import type { CanarySettings } from "./settings.ts";
import type { SyntheticPush } from "./synthetic-push.ts";

type Schemas = components["schemas"];
type Answer = Schemas["Accepted"] | Schemas["Settled"] | Schemas["Duplicate"] | Schemas["Ignored"];

/** The service stops waiting after 9 s; a request that takes longer than this has lost its connection. */
const TIMEOUT_MS = 15_000;

/**
 * Posts the push as GitLab does, and waits for the outcome as long as the service does.
 *
 * @throws CommandFailure when the service rejects the push or cannot be reached
 */
export async function postPush(settings: CanarySettings, push: SyntheticPush): Promise<Answer> {
  const { webhookUrl, patienceMs } = settings;
  const request = new Request(webhookUrl, { method: "POST", headers: headersOf(settings, push), body: push.body });
  const response = await fetchWithRetry(request, { timeoutMs: TIMEOUT_MS, patienceMs }).catch((error: Error) => {
    throw new CommandFailure(
      `${webhookUrl} does not answer: ${error.message}.`,
      "Check the service's Pods, its Service and its NetworkPolicies.",
    );
  });
  const answer = (await response.json().catch(() => ({}))) as Answer & { detail?: string };
  if (response.ok) return answer;
  throw new CommandFailure(
    `${webhookUrl} answered ${response.status}: ${answer.detail ?? "without a reason"}`,
    response.status === 401
      ? "The token here must be one of the service's GITLAB_SIGNING_TOKENS or GITLAB_SECRET_TOKENS."
      : `Look in the service's log for webhookId ${push.id}.`,
  );
}

function headersOf(settings: CanarySettings, { id, body }: SyntheticPush): Record<string, string> {
  return { ...hookHeaders(settings, id, body), "x-gitlab-event": "Push Hook", prefer: "wait=9" };
}
