import { hookHeaders, type HookTokens } from "../shared/hook-tokens.ts";
import { fetchWithRetry } from "../shared/fetch-with-retry.ts";
import type { IncompleteDelivery } from "./incomplete.ts";

/** The service's answer to a webhook: whether somebody new is notified, or why it was rejected. */
type Handing = { ok: true; isNews: boolean } | { ok: false; why: string };

export type HandIn = (delivery: Omit<IncompleteDelivery, "payload">, payload: object) => Promise<Handing>;

interface ServiceAddress extends HookTokens {
  serviceUrl: string;
  patienceMs: number;
}

/** The service answers within 9 s. */
const TIMEOUT_MS = 15_000;

/** Posts webhooks as the hook itself does; undefined without a token to sign them. */
export function createHandIn({ serviceUrl, patienceMs, ...tokens }: ServiceAddress): HandIn | undefined {
  if (!tokens.signingToken && !tokens.secretToken) return undefined;
  return async ({ webhookId, headers }, payload) => {
    const body = JSON.stringify(payload);
    const all = { ...headers, ...hookHeaders(tokens, webhookId, body) };
    const request = new Request(serviceUrl, { method: "POST", headers: all, body });
    try {
      const response = await fetchWithRetry(request, { timeoutMs: TIMEOUT_MS, patienceMs });
      const answer = (await response.json().catch(() => ({}))) as { status?: unknown; detail?: unknown };
      if (response.ok) return { ok: true, isNews: answer.status === "accepted" };
      return { ok: false, why: `the service answered ${response.status}${ADVICE[response.status] ?? ""}` };
    } catch (error) {
      return { ok: false, why: `${serviceUrl} does not answer: ${(error as Error).message}` };
    }
  };
}

const ADVICE: Record<number, string> = {
  401: ": GITLAB_SIGNING_TOKEN or GITLAB_SECRET_TOKEN must be one of the service's",
};
