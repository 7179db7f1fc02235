import type { components } from "../../src/generated/gitlab.ts";

/** A delivery that the service took, though it could not tell whose all of its commits are. */
export interface IncompleteDelivery {
  webhookId: string;
  /** As GitLab sent them: they say what kind of event it is, and from which instance. */
  headers: Record<string, string>;
  /** As GitLab keeps it: without e-mail addresses. */
  payload: Record<string, unknown>;
}

/** A delivery that the service took; the body, of up to 25 MB, of an incomplete one alone. */
export interface Taken {
  /** Epoch milliseconds; 0 where an older GitLab does not say. */
  at: number;
  incomplete: IncompleteDelivery | undefined;
}

/** GitLab keeps 8 KB of an answer: a longer one is no JSON any more. */
const NAMES_NOT_ALL = /"reason":"(redacted_author|beyond_payload)"/;

/** Reads what matters of an event of GitLab's log that was answered 2xx. */
export function readTaken(event: components["schemas"]["HookEvent"]): Taken {
  const { created_at: createdAt, request_headers: sent, request_data: payload, response_body: answer } = event;
  const at = createdAt === undefined ? 0 : Date.parse(createdAt);
  const webhookId = sent["Idempotency-Key"] ?? sent["webhook-id"];
  // Without a key the service would take it for another delivery.
  if (webhookId === undefined || !isIncomplete(answer ?? "", webhookId)) return { at, incomplete: undefined };
  const names = ["X-Gitlab-Event", "X-Gitlab-Instance"] as const;
  const headers = Object.fromEntries(names.flatMap((name) => (sent[name] ? [[name.toLowerCase(), sent[name]]] : [])));
  return { at, incomplete: { webhookId, headers, payload } };
}

/**
 * By the service's own answer. A duplicate of itself was sent again, perhaps because `people` was mended, and found nobody
 * new by addresses that are not there any more.
 */
function isIncomplete(answer: string, webhookId: string): boolean {
  if (NAMES_NOT_ALL.test(answer)) return true;
  return answer.includes('"status":"duplicate"') && answer.includes(`"webhookId":${JSON.stringify(webhookId)}`);
}
