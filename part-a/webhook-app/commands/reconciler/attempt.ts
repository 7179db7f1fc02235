import type { components } from "../../src/generated/gitlab.ts";

/** One time that GitLab tried a delivery: an event of its log, without the bodies, which may be 25 MB each. */
export interface Attempt {
  eventId: number;
  /** `webhook-id`, the same each time it is tried: the service knows a delivery again by it. */
  webhookId: string;
  /** A status code, or `internal error` when nobody answered. */
  status: string;
  /** Whether GitLab can send it again: it still has the body, and the hook still has the URL. */
  sendable: boolean;
  /** One of our own tests of a disabled hook: nothing is missed by it. */
  isTest: boolean;
}

/**
 * Of all events that a hook can be tested with, the one whose sample GitLab makes out of nothing
 * (app/services/test_hooks/project_service.rb), and of which our service tells nobody. A sample push would be the
 * project's latest, told once more.
 */
export const HARMLESS_TEST = "resource_access_token_events";

/** Reads what matters of an event of GitLab's log; `hookUrl` is the URL that its hook has now. */
export function readAttempt(event: components["schemas"]["HookEvent"], hookUrl: string): Attempt {
  const { id, url = hookUrl, request_headers: headers, request_data: data } = event;
  // Of a body over Sidekiq's limit only this remark is kept (app/models/hooks/web_hook_log.rb), and would be sent.
  const isLost = data["oversize"] === true && Object.keys(data).length === 1;
  return {
    eventId: id,
    // GitLab before 17.4 sent no key: then each event is a delivery of its own.
    webhookId: headers["Idempotency-Key"] ?? headers["webhook-id"] ?? `event-${id}`,
    status: event.response_status,
    sendable: url === hookUrl && !isLost,
    // The log calls it resource_access_token_hooks.
    isTest: event.trigger.startsWith("resource_access_token_"),
  };
}
