import type { components } from "../../src/generated/webhook-app.ts";
import type { Answer } from "./deliver.ts";

type Schemas = components["schemas"];
type Told = Pick<Schemas["NotificationOutcome"], "recipient"> & Partial<Schemas["NotificationOutcome"]>;
type Skipped = Schemas["Skipped"];

interface Verdict {
  /** For the job's log. */
  lines: string[];
  /** Whether the job has failed: the push was refused, or a message was given up. */
  failed: boolean;
}

/** What the service's answer means for the people who were to be told. */
export function verdict({ status, body }: Answer): Verdict {
  const answer = (typeof body === "object" && body !== null ? body : {}) as Partial<{
    status: string;
    reason: string;
    detail: string;
    webhookId: string;
    notifications: Told[];
    skipped: Skipped[];
  }>;
  if (status !== 200 && status !== 202) return refused(status, answer.detail);
  const skipped = (answer.skipped ?? []).map(({ person, reason }) => `${person}: not told (${reason})`);
  if (answer.status === "ignored") {
    return { lines: [`Nobody is told: ${answer.reason}. ${answer.detail}`, ...skipped], failed: false };
  }
  const notifications = answer.notifications ?? [];
  const lines = [...notifications.map(tell), ...skipped];
  const failed = notifications.some(({ state }) => state === "buried");
  if (answer.status === "accepted") return { lines, failed };
  if (answer.status !== "duplicate") return refused(status, "This is not the service's answer; check WEBHOOK_URL.");
  return { lines: [`Told before, by webhook ${answer.webhookId}; not told again.`, ...lines], failed };
}

function tell({ recipient, state, reason }: Told): string {
  if (state === "delivered") return `${recipient}: the message is in Rocket.Chat`;
  if (state === "buried") return `${recipient}: NOT told (${reason}); GET /notifications of the service says more`;
  return `${recipient}: stored, not yet in Rocket.Chat; the service keeps trying`;
}

function refused(status: number, detail = "No reason was given."): Verdict {
  return { lines: [`The service refused the push (${status}). ${detail}`], failed: true };
}
