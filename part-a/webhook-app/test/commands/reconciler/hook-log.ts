import { randomUUID } from "node:crypto";
import { signedHeaders } from "../../../commands/shared/signed-headers.mjs";
import type { components } from "../../../src/generated/gitlab.ts";

type HookEvent = components["schemas"]["HookEvent"];

export interface StandInHook {
  id: number;
  project: string;
  url: string;
  signingToken: string;
  alertStatus: "executable" | "temporarily_disabled" | "disabled";
  /** The newest first. */
  log: HookEvent[];
}

let lastEventId = 0;

/** What GitLab keeps of a delivery, without e-mail addresses (WebHookLog#redact_user_emails). */
function redacted(body: string): Record<string, unknown> {
  return JSON.parse(body, (_key, value) =>
    typeof value === "string" && /^[^@\s]+@[^@\s]+$/.test(value) ? "[REDACTED]" : value,
  ) as Record<string, unknown>;
}

/** As much of an answer as GitLab keeps (`RESPONSE_BODY_SIZE_LIMIT` of app/services/web_hook_service.rb). */
const ANSWER_LIMIT = 8 * 1024;

/** Delivers `body` to the hook's URL as GitLab does, signed, and logs an event; returns its status. */
export async function deliver(
  hook: StandInHook,
  body: string,
  key: string = randomUUID(),
  trigger = "push_hooks",
): Promise<string> {
  const headers = {
    "content-type": "application/json",
    "x-gitlab-event": "Push Hook",
    ...signedHeaders(hook.signingToken, key, body),
  };
  const { status, answer } = await fetch(hook.url, { method: "POST", headers, body }).then(
    async (response) => ({ status: String(response.status), answer: await response.text() }),
    () => ({ status: "internal error", answer: "" }),
  );
  keep(hook, { status, key, body, trigger, answer });
  return status;
}

/** Adds an event to the log, as if it had happened. */
export function keep(
  hook: StandInHook,
  {
    status,
    key,
    body = "{}",
    trigger = "push_hooks",
    answer = "",
    at = Date.now(),
  }: { status: string; key: string; body?: string; trigger?: string; answer?: string; at?: number },
): void {
  lastEventId += 1;
  hook.log.unshift({
    id: lastEventId,
    url: hook.url,
    trigger,
    request_headers: { "Idempotency-Key": key, "X-Gitlab-Event": "Push Hook" },
    request_data: redacted(body),
    response_headers: {},
    response_body: answer.slice(0, ANSWER_LIMIT),
    execution_duration: 0.1,
    response_status: status,
    created_at: new Date(at).toISOString(),
  });
}
