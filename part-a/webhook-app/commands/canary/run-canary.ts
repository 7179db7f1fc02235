import { awaitOutcome } from "./await-outcome.ts";
import { CommandFailure } from "../shared/command-failure.ts";
import type { CanarySettings } from "./settings.ts";
import { countMessages } from "./read-back.ts";
import { syntheticPush } from "./synthetic-push.ts";

/**
 * Sends one synthetic push through the deployed service and reads its direct message back from Rocket.Chat.
 *
 * @returns what happened, as a sentence
 * @throws CommandFailure unless Rocket.Chat has the message exactly once
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
  return `${recipients.join(", ")} got one message about ${push.sha}, after ${seconds} s.`;
}

function notOnce(sha: string, recipient: string, count: number): CommandFailure {
  return new CommandFailure(
    `Rocket.Chat has ${count} messages about ${sha} for ${recipient}; the service reports one.`,
    count === 0
      ? "Do ROCKETCHAT_URL and the bot's token here name the same workspace and bot as the service's?"
      : "Look in the service's log for this SHA: its messageIds must be equal.",
  );
}
