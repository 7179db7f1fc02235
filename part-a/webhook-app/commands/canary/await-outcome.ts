import type { components } from "../../src/generated/webhook-app.ts";
import { CommandFailure } from "../shared/command-failure.ts";
import type { CanarySettings } from "./settings.ts";
import { postPush } from "./post-push.ts";
import type { SyntheticPush } from "./synthetic-push.ts";

type Outcome = components["schemas"]["NotificationOutcome"];

/** Each takes up to 9 s; a message that takes more than a minute is late enough to be investigated. */
const MAX_REPEATS = 6;

/**
 * Posts the push, then repeats the same delivery until its notifications are settled. This also checks that the
 * service recognises the repetitions as duplicates.
 *
 * @returns who was notified
 */
export async function awaitOutcome(settings: CanarySettings, push: SyntheticPush): Promise<string[]> {
  const first = await postPush(settings, push);
  if (first.status === "ignored") throw ignored(first.reason, first.detail);
  if (first.status !== "accepted") {
    throw new CommandFailure(
      `The service answered "${first.status}" to a new push.`,
      "WEBHOOK_URL must be the service's /webhooks/gitlab.",
    );
  }
  for (let repeat = 0; repeat < MAX_REPEATS; repeat += 1) {
    const outcomes = await repeated(settings, push);
    const buried = outcomes.find(({ state }) => state === "buried");
    if (buried) throw buriedFailure(buried);
    if (outcomes.every(({ state }) => state === "delivered")) return outcomes.map(({ recipient }) => recipient);
  }
  throw new CommandFailure(
    "The message was accepted but is still waiting after a minute.",
    "Check these metrics: relay_paused (why), relay_leader (is there one?) and outbox_oldest_pending_seconds.",
  );
}

async function repeated(settings: CanarySettings, push: SyntheticPush): Promise<Outcome[]> {
  const answer = await postPush(settings, push);
  if (answer.status === "duplicate") return answer.notifications ?? [];
  throw new CommandFailure(
    `The service answered "${answer.status}" to a repeated delivery (${push.id}) instead of "duplicate".`,
    "Do all replicas use the same database? Check DATABASE_URL.",
  );
}

function ignored(reason: string, detail: string): CommandFailure {
  return new CommandFailure(
    `The push was ignored (${reason}): ${detail}`,
    "The recipients file needs a rule for pushes to webhook-app/canary, and `canary` in people with the bot's username.",
  );
}

function buriedFailure({ id, recipient, reason }: Outcome): CommandFailure {
  return new CommandFailure(
    `The message to ${recipient} was given up: ${reason ?? "no reason"}.`,
    `Look in the service's log for notificationId ${id}.`,
  );
}
