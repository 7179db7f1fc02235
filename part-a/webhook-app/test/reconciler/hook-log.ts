import { randomUUID } from "node:crypto";
import { signedHeaders } from "../../scripts/signed-headers.mjs";
import type { components } from "../../src/generated/gitlab.ts";

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

/** What GitLab keeps of a delivery: without e-mail addresses (WebHookLog#redact_user_emails). */
function redacted(body: string): Record<string, unknown> {
  return JSON.parse(body, (_key, value) =>
    typeof value === "string" && /^[^@\s]+@[^@\s]+$/.test(value) ? "[REDACTED]" : value,
  ) as Record<string, unknown>;
}

/** Delivers `body` to the hook's URL as GitLab does, signed, and keeps an event of it; answers its status. */
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
  const status = await fetch(hook.url, { method: "POST", headers, body }).then(
    async (response) => {
      await response.arrayBuffer();
      return String(response.status);
    },
    () => "internal error",
  );
  keep(hook, { status, key, body, trigger });
  return status;
}

/** Puts an event into the log, as if it had happened. */
export function keep(
  hook: StandInHook,
  {
    status,
    key,
    body = "{}",
    trigger = "push_hooks",
  }: { status: string; key: string; body?: string; trigger?: string },
): void {
  lastEventId += 1;
  hook.log.unshift({
    id: lastEventId,
    url: hook.url,
    trigger,
    request_headers: { "Idempotency-Key": key, "X-Gitlab-Event": "Push Hook" },
    request_data: redacted(body),
    response_headers: {},
    response_body: "",
    execution_duration: 0.1,
    response_status: status,
    created_at: new Date().toISOString(),
  });
}
