import { setTimeout as sleep } from "node:timers/promises";
import type { paths } from "../../src/generated/rocket-chat.ts";
import { fetchWithRetry } from "../shared/fetch-with-retry.ts";
import { CommandFailure } from "../shared/command-failure.ts";
import type { CanarySettings } from "./settings.ts";

type Success<Operation> = Operation extends { responses: { 200: { content: { "application/json": infer Body } } } }
  ? Body
  : never;

/** Leaves room for other messages to the same person in the meantime. */
const NEWEST = 100;

const TIMEOUT_MS = 10_000;

/** Rocket.Chat may read from a database replica that lags behind. */
const TRIES = 6;
const PAUSE_MS = 500;

/** How many of the newest direct messages between the bot and `recipient` contain this full SHA. */
export async function countMessages(settings: CanarySettings, recipient: string, sha: string): Promise<number> {
  const { room } = await call<Success<paths["/api/v1/im.create"]["post"]>>(settings, "im.create", {
    method: "POST",
    body: JSON.stringify({ username: recipient }),
  });
  const query = new URLSearchParams({ roomId: room.rid, count: String(NEWEST) });
  for (let left = TRIES; ; left -= 1) {
    const { messages } = await call<Success<paths["/api/v1/im.history"]["get"]>>(
      settings,
      `im.history?${query.toString()}`,
    );
    const found = messages.filter(({ msg }) => msg.includes(sha)).length;
    if (found > 0 || left === 1) return found;
    await sleep(PAUSE_MS);
  }
}

async function call<Body>(settings: CanarySettings, path: string, init: RequestInit = {}): Promise<Body> {
  const { rocketChat, patienceMs } = settings;
  const headers = {
    "content-type": "application/json",
    "x-user-id": rocketChat.userId,
    "x-auth-token": rocketChat.authToken,
  };
  const request = new Request(`${rocketChat.url}/api/v1/${path}`, { ...init, headers });
  const response = await fetchWithRetry(request, { timeoutMs: TIMEOUT_MS, patienceMs }).catch((error: Error) => {
    throw new CommandFailure(
      `The message was sent, but ${rocketChat.url} does not answer here: ${error.message}.`,
      "Check ROCKETCHAT_URL and the NetworkPolicies between here and Rocket.Chat.",
    );
  });
  if (response.ok) return (await response.json()) as Body;
  throw new CommandFailure(
    `The message was sent, but Rocket.Chat answered ${response.status} to ${path.split("?", 1)[0]}.`,
    "ROCKETCHAT_USER_ID and ROCKETCHAT_AUTH_TOKEN must be those of the service's own bot.",
  );
}
