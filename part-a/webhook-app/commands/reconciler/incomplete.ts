import type { components } from "../../src/generated/gitlab.ts";

/** A delivery that the service accepted without knowing the authors of all its commits. */
export interface IncompleteDelivery {
  webhookId: string;
  /** As GitLab sent them: the kind of event and the instance. */
  headers: Record<string, string>;
  /** As GitLab keeps it: without e-mail addresses. */
  payload: Record<string, unknown>;
}

/** A delivery that the service accepted; only an incomplete one keeps its body, which may be 25 MB. */
export interface Taken {
  /** Epoch milliseconds; 0 if an older GitLab does not say. */
  at: number;
  incomplete: IncompleteDelivery | undefined;
}

/** GitLab keeps 8 KB of an answer: a longer one is cut off and no longer valid JSON. */
const NAMES_NOT_ALL = /"reason":"(redacted_author|beyond_payload)"/;

/** Reads the fields that we need from an event of GitLab's log that was answered with 2xx. */
export function readTaken(event: components["schemas"]["HookEvent"]): Taken {
  const { created_at: createdAt, request_headers: sent, request_data: payload, response_body: answer } = event;
  const at = createdAt === undefined ? 0 : Date.parse(createdAt);
  const webhookId = sent["Idempotency-Key"] ?? sent["webhook-id"];
  // Without its key the service would take it for a new delivery.
  if (webhookId === undefined || !isIncomplete(answer ?? "", webhookId)) return { at, incomplete: undefined };
  const names = ["X-Gitlab-Event", "X-Gitlab-Instance"] as const;
  const headers = Object.fromEntries(names.flatMap((name) => (sent[name] ? [[name.toLowerCase(), sent[name]]] : [])));
  return { at, incomplete: { webhookId, headers, payload } };
}

/**
 * Decides by the service's own answer. A duplicate of itself is a resend, perhaps after a correction of `people`; its
 * payload no longer has e-mail addresses, so it found nobody new.
 */
function isIncomplete(answer: string, webhookId: string): boolean {
  if (NAMES_NOT_ALL.test(answer)) return true;
  return answer.includes('"status":"duplicate"') && answer.includes(`"webhookId":${JSON.stringify(webhookId)}`);
}
