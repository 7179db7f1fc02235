import { createHmac, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { awaitNothingPending } from "../support/await-nothing-pending.ts";
import { gitlabPush, type Push } from "../../testing/gitlab-push.ts";
import { serviceFiles } from "../support/service-files.ts";
import { startRocketChat } from "../support/start-rocket-chat.ts";
import { startService, type Service } from "../support/start-service.ts";

const [oldKey, newKey, foreignKey] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const OLD_SECRET = "the-old-secret-token";
const NEW_SECRET = "the-new-secret-token";

const token = (key: Buffer) => `whsec_${key.toString("base64")}`;

/** The headers by which GitLab >= 19.0 signs; `age` is in seconds. */
function signed({ key: id, body }: Push, key: Buffer, age = 0): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000) - age);
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}

/** The status and the `status` of the answer. */
async function post(service: Service, { body }: Push, headers: Record<string, string>) {
  const response = await fetch(`${service.baseUrl}/webhooks/gitlab`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  return [response.status, ((await response.json()) as { status: unknown }).status];
}

test("over HTTP, only signed webhooks or those with a token notify, and only once, even while tokens are rotated", async () => {
  const rocketChat = await startRocketChat(["jane"]);
  const { RECIPIENTS_FILE: _, ...files } = serviceFiles("");
  const service = await startService({
    env: {
      ...rocketChat.env,
      ...files,
      RECIPIENT: "jane",
      GITLAB_SIGNING_TOKENS: `${token(oldKey)},${token(newKey)}`,
      GITLAB_SECRET_TOKENS: `${OLD_SECRET},${NEW_SECRET}`,
    },
  });
  const [first, second, third, fourth, fifth] = [1, 2, 3, 4, 5].map((number) => gitlabPush(number)) as [
    Push,
    Push,
    Push,
    Push,
    Push,
  ];
  const headers = signed(first, oldKey);
  expect(await post(service, first, headers)).toEqual([202, "accepted"]);
  // Replayed.
  expect(await post(service, first, headers)).toEqual([200, "duplicate"]);
  expect(await post(service, second, signed(second, newKey))).toEqual([202, "accepted"]);
  expect(await post(service, third, { "x-gitlab-token": OLD_SECRET })).toEqual([202, "accepted"]);
  expect(await post(service, fourth, { "x-gitlab-token": NEW_SECRET })).toEqual([202, "accepted"]);

  const good = signed(fifth, newKey);
  const signature = good["webhook-signature"] ?? "";
  const refused: Record<string, Record<string, string>> = {
    stale: signed(fifth, newKey, 301),
    "from the future": signed(fifth, newKey, -310),
    "by another key": signed(fifth, foreignKey),
    truncated: { ...good, "webhook-signature": signature.slice(0, -4) },
    empty: { ...good, "webhook-signature": "" },
    "of another version": { ...good, "webhook-signature": signature.replace("v1", "v1a") },
    "of another body": signed({ ...fifth, body: `${fifth.body} ` }, newKey),
    "of another id": { ...good, "webhook-id": "another" },
    "without a timestamp": { ...good, "webhook-timestamp": "" },
    "bad, beside a good token": { ...signed(fifth, foreignKey), "x-gitlab-token": NEW_SECRET },
    "with half a token": { "x-gitlab-token": NEW_SECRET.slice(0, -1) },
    "with two tokens at once": { "x-gitlab-token": `${OLD_SECRET},${NEW_SECRET}` },
    "without anything": {},
  };
  for (const [name, wrong] of Object.entries(refused)) {
    expect([name, ...(await post(service, fifth, wrong))]).toEqual([name, 401, 401]);
  }
  await awaitNothingPending(service);
  expect(rocketChat.ledger.messages()).toHaveLength(4);
});
