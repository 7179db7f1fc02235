import type { components } from "../../src/generated/gitlab.ts";

/** An event of GitLab's log, one of its attempts at a delivery, without the bodies, which may be 25 MB each. */
export interface HookEvent {
  eventId: number;
  /** `webhook-id`, the same in every attempt: the service recognises a delivery by it. */
  webhookId: string;
  /** A status code, or `internal error` if there was no answer. */
  status: string;
  /** Whether GitLab can resend it: it still has the body, and the hook's URL is unchanged. */
  sendable: boolean;
  /** One of our own tests of a disabled hook, which carries no news. */
  isTest: boolean;
}

/**
 * Of all events that a hook can be tested with, the one whose sample GitLab makes up
 * (app/services/test_hooks/project_service.rb) and about which our service notifies nobody. A sample push would be the
 * project's latest push, notified once more.
 */
export const HARMLESS_TEST = "resource_access_token_events";

/** Reads the fields that we need from an event of GitLab's log; `hookUrl` is the current URL of its hook. */
export function readHookEvent(event: components["schemas"]["HookEvent"], hookUrl: string): HookEvent {
  const { id, url = hookUrl, request_headers: headers, request_data: data } = event;
  // Of a body over Sidekiq's limit GitLab keeps only this remark (app/models/hooks/web_hook_log.rb), and would send
  // that.
  const isLost = data["oversize"] === true && Object.keys(data).length === 1;
  return {
    eventId: id,
    // GitLab before 17.4 sent no key: then each event counts as a separate delivery.
    webhookId: headers["Idempotency-Key"] ?? headers["webhook-id"] ?? `event-${id}`,
    status: event.response_status,
    sendable: url === hookUrl && !isLost,
    // The log calls it resource_access_token_hooks.
    isTest: event.trigger.startsWith("resource_access_token_"),
  };
}
