import { setTimeout as delay } from "node:timers/promises";
import { gitlabPush } from "../testing/gitlab-push.ts";
import { until } from "../testing/until.ts";
import type { Random } from "./random.ts";

/** Somebody who pushes to their own branch, one push after the other. */
export interface Sender {
  recipient: string;
  /** SHAs of the pushes answered 2xx, in order. */
  acknowledged: readonly string[];
  /** Posts no further push; resolves once the current one is acknowledged. */
  finish: (least?: number) => Promise<void>;
}

export interface SenderOptions {
  recipient: string;
  /** Number of its first push; senders' numbers must not overlap. */
  first: number;
  /** The service's current URLs. */
  urls: () => string[];
  token: string;
  random: Random;
  /** The longest wait between two pushes, in milliseconds. */
  pauseMs: number;
}

/** Shorter than the service's own limit of 9 s: a frozen replica must not stop the traffic. */
const PATIENCE_MS = 2_000;

/**
 * The service is down for a minute at most, however often it is killed; a run that waits forever would name no cause.
 */
const MOST_MS = 5 * 60_000;

/**
 * Posts until told to finish. A push that is not acknowledged is retried with the same `Idempotency-Key`, as a CI
 * job would, at any replica; the next one is posted only after the acknowledgement, which defines an order.
 */
export function startSender({ recipient, first, urls, token, random, pauseMs }: SenderOptions): Sender {
  const acknowledged: string[] = [];
  const finishing = new AbortController();

  async function run(): Promise<void> {
    for (let number = first; !finishing.signal.aborted; number++) {
      const { sha, key, body } = gitlabPush(number, { branch: recipient });
      const deadline = Date.now() + MOST_MS;
      while (!(await postToOne(urls(), { key, body, token }))) {
        if (Date.now() > deadline)
          throw new Error(`Push ${number} was not acknowledged within ${MOST_MS / 60_000} min.`);
        await delay(20);
      }
      acknowledged.push(sha);
      await delay(random.next() * pauseMs);
    }
  }

  async function postToOne(targets: readonly string[], push: Post): Promise<boolean> {
    return targets.length > 0 && post(random.pick(targets), push);
  }

  const running = run();
  return {
    recipient,
    acknowledged,
    async finish(least = 0) {
      const enough = () => acknowledged.length >= least;
      await until(`${least} pushes are acknowledged`, enough, { withinMs: MOST_MS, everyMs: 5 });
      finishing.abort();
      return running;
    },
  };
}

interface Post {
  key: string;
  body: string;
  token: string;
}

/** Posts one push; returns whether it was acknowledged. */
async function post(url: string, { key, body, token }: Post): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/webhooks/gitlab`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-gitlab-token": token, "idempotency-key": key },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status >= 400 && answer.status < 500) throw new Refused(`${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
    return answer.ok;
  } catch (error) {
    if (error instanceof Refused) throw error;
    return false;
  }
}

class Refused extends Error {
  override name = "Refused";
}
