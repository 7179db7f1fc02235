import { awaitOutcome } from "./await-outcome.ts";
import { CommandFailure } from "../shared/command-failure.ts";
import type { CanarySettings } from "./settings.ts";
import { countMessages } from "./read-back.ts";
import { syntheticPush } from "./synthetic-push.ts";

/**
 * One synthetic push through the deployed service, and its direct message read back from Rocket.Chat.
 *
 * @returns what happened, as a sentence
 * @throws CommandFailure when the message is not there exactly once
 */
export async function runCanary(settings: CanarySettings): Promise<string> {
  const push = syntheticPush();
  const start = performance.now();
  const recipients = await awaitOutcome(settings, push);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  for (const recipient of recipients) {
    const count = await countMessages(settings, recipient, push.sha);
    if (count !== 1) throw notOnce(push.sha, recipient, count);
  }
  return `${push.sha} was told to ${recipients.join(", ")} once, after ${seconds} s.`;
}

function notOnce(sha: string, recipient: string, count: number): CommandFailure {
  return new CommandFailure(
    `${sha} was told to ${recipient} ${count} times according to Rocket.Chat, once according to the service.`,
    count === 0
      ? "Do ROCKETCHAT_URL and the bot's token here name the same workspace and bot as the service's?"
      : "Look in the service's log for this SHA: its messageIds must be equal.",
  );
}
