import type { Notification } from "../../src/outbox/notification.ts";
import type { DeliveryResult } from "../../src/relay/delivery.ts";
import { shorten } from "../../src/notifications/shorten.ts";
import { createRocketChat, type RocketChatOptions } from "../../src/rocketchat/rocket-chat.ts";
import { startFake, type FakeRocketChat } from "./fake-rocket-chat.ts";

export const NOW = 1_790_000_000_000;

export interface Connected extends AsyncDisposable {
  fake: FakeRocketChat;
  /** Delivers a notification, by default for jane under the id "m1". */
  deliver(changes?: Partial<Notification>, signal?: AbortSignal): Promise<DeliveryResult>;
  /** Looks for a message as it would be delivered. */
  find(changes: Partial<Notification>): Promise<string>;
  /** The calls of `onRequest`, as "operation code". */
  reported: string[];
  clock: { now: number };
}

export function notification(changes: Partial<Notification> = {}): Notification {
  return {
    id: 1,
    messageId: "m1",
    recipient: "jane",
    text: "pushed 1 commit",
    project: "platform/app",
    ref: "main",
    sha: "0".repeat(40),
    actor: "j.doe",
    commits: 1,
    kind: "push",
    person: "j.doe",
    webhookId: "w1",
    state: "pending",
    attempts: 0,
    reason: null,
    receivedAt: NOW,
    pendingSince: NOW,
    settledAt: null,
    failedAttempts: [],
    digest: null,
    digestOf: null,
    ...changes,
  };
}

/** Starts a fake Rocket.Chat and the client for it. */
export async function connect(options: Partial<RocketChatOptions> = {}, prefix = ""): Promise<Connected> {
  const fake = await startFake(prefix);
  const reported: string[] = [];
  const clock = { now: NOW };
  const rocketChat = createRocketChat({
    url: fake.url,
    userId: "bot-id",
    authToken: "secret-token",
    connections: 4,
    shorten,
    clock: () => clock.now,
    onRequest: (operation, code) => reported.push(`${operation} ${code}`),
    ...options,
  });
  return {
    fake,
    reported,
    clock,
    deliver: (changes, signal = new AbortController().signal) => rocketChat.deliver(notification(changes), signal),
    find: (changes) => rocketChat.find(notification(changes), new AbortController().signal),
    async [Symbol.asyncDispose]() {
      await rocketChat.close();
      await fake.stop();
    },
  };
}
