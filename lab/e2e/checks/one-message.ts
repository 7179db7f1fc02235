import assert from "node:assert/strict";
import { expectOneMessageEach, messagesFor } from "../inbox.ts";
import { startPushes } from "../pushes.ts";

/** A signed push posted from a Pod becomes one direct message, and stays one when posted again. */
export async function oneMessage(run: string): Promise<string> {
  const push = { run: `${run}-one`, count: 1, perSecond: 1, prefer: "wait=9" };
  const first = await (await startPushes(push))();
  await expectOneMessageEach(push.run, 1, 30);
  const again = await (await startPushes(push))();
  assert.equal(again.answers[0]?.status, "duplicate", "the same webhook again is answered as a duplicate");
  assert.equal(await messagesFor(push.run, 0), 1);
  return `answered "${first.answers[0]?.status}", again "duplicate"`;
}
