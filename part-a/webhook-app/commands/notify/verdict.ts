import type { components } from "../../src/generated/webhook-app.ts";
import type { Answer } from "./deliver.ts";

type Schemas = components["schemas"];
type Outcome = Pick<Schemas["NotificationOutcome"], "recipient"> & Partial<Schemas["NotificationOutcome"]>;
type Skipped = Schemas["Skipped"];

interface Verdict {
  /** For the job's log. */
  lines: string[];
  /** Whether the job fails: the push was rejected, or a message was given up. */
  failed: boolean;
}

/** What the service's answer means for the people who should be notified. */
export function verdict({ status, body }: Answer): Verdict {
  const answer = (typeof body === "object" && body !== null ? body : {}) as Partial<{
    status: string;
    reason: string;
    detail: string;
    webhookId: string;
    notifications: Outcome[];
    skipped: Skipped[];
  }>;
  if (status !== 200 && status !== 202) return refused(status, answer.detail);
  const skipped = (answer.skipped ?? []).map(({ person, reason }) => `${person}: not notified (${reason})`);
  if (answer.status === "ignored") {
    return { lines: [`Nobody is notified: ${answer.reason}. ${answer.detail}`, ...skipped], failed: false };
  }
  const notifications = answer.notifications ?? [];
  const lines = [...notifications.map(lineOf), ...skipped];
  const failed = notifications.some(({ state }) => state === "buried");
  if (answer.status === "accepted") return { lines, failed };
  if (answer.status !== "duplicate") return refused(status, "This is not the service's answer; check WEBHOOK_URL.");
  return {
    lines: [`Already notified through webhook ${answer.webhookId}; nobody is notified again.`, ...lines],
    failed,
  };
}

function lineOf({ recipient, state, reason }: Outcome): string {
  if (state === "delivered") return `${recipient}: the message is in Rocket.Chat`;
  if (state === "buried") return `${recipient}: NOT notified (${reason}); see the service's GET /notifications`;
  return `${recipient}: stored, not yet in Rocket.Chat; the service keeps retrying`;
}

function refused(status: number, detail = "No reason was given."): Verdict {
  return { lines: [`The service rejected the push (${status}). ${detail}`], failed: true };
}
