import assert from "node:assert/strict";
import { expectOneMessageEach } from "../inbox.ts";
import { kubectl, serviceReady } from "../kubectl.ts";
import { startPushes } from "../pushes.ts";

/** Every Pod is replaced while webhooks arrive: each is acknowledged at the first attempt and delivered once. */
export async function rollingUpdate(run: string): Promise<string> {
  const pushes = { run: `${run}-roll`, count: 1500, perSecond: 50 };
  const ended = await startPushes(pushes);
  await kubectl(["-n", "webhook-app", "rollout", "restart", "deployment/webhook-app"]);
  await serviceReady();
  const sent = await ended();
  assert.equal(sent.acknowledged, pushes.count);
  await expectOneMessageEach(pushes.run, pushes.count);
  assert.equal(sent.retries, 0, `requests that had to be sent again: ${JSON.stringify(sent.failures)}`);
  return `${sent.acknowledged} webhooks at ${pushes.perSecond}/s, 0 sent again, slowest ${sent.slowestMs} ms`;
}
