import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { expect, onTestFinished, test } from "vitest";
import { deliver } from "../../../commands/notify/deliver.ts";
import { readSettings } from "../../../commands/notify/settings.ts";
import type { PushPayload } from "../../../commands/notify/push-payload.ts";
import { jobVariables } from "./job-variables.ts";

const TOKEN = `whsec_${Buffer.alloc(32, "k").toString("base64")}`;
const PAYLOAD = { object_kind: "push" } as PushPayload;

/** A server that answers with these codes, one after the other. */
async function serve(...codes: number[]) {
  const requests: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      requests.push({ headers: request.headers, body });
      response.writeHead(codes[requests.length - 1] ?? 200, { location: "/elsewhere" }).end('{"status":"accepted"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/gitlab` };
}

function settingsFor(url: string, pipelineId = "41") {
  const job = jobVariables({ sha: "a".repeat(40), branch: "main", id: pipelineId });
  return readSettings({ ...job, WEBHOOK_URL: url, GITLAB_SIGNING_TOKEN: TOKEN });
}

const silent = () => undefined;

test("while the service is unavailable, the same delivery is retried, newly signed each time", async () => {
  const { requests, url } = await serve(503, 429, 202);
  expect(await deliver(settingsFor(url), PAYLOAD, silent, [0, 0, 0])).toMatchObject({ status: 202 });
  expect(requests).toHaveLength(3);
  expect(new Set(requests.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  for (const { headers, body } of requests) {
    expect(() => new Webhook(TOKEN).verify(body, headers as Record<string, string>)).not.toThrow();
    expect(headers).toMatchObject({ "x-gitlab-event": "Push Hook", "x-webhook-source": "ci", prefer: "wait=9" });
    expect(headers["idempotency-key"]).toBe(headers["webhook-id"]);
  }
});

test("each pipeline is one delivery", async () => {
  const { requests, url } = await serve();
  for (const pipeline of ["41", "41", "42"]) await deliver(settingsFor(url, pipeline), PAYLOAD, silent, []);
  const ids = requests.map(({ headers }) => headers["webhook-id"]);
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).not.toBe(ids[0]);
});

test.each([400, 401, 302])("a rejected push (%i) is not retried", async (code) => {
  const { requests, url } = await serve(code);
  expect(await deliver(settingsFor(url), PAYLOAD, silent, [0, 0])).toMatchObject({ status: code });
  expect(requests).toHaveLength(1);
});

test("an unreachable service is an error that names its address", async () => {
  const said: string[] = [];
  const delivery = deliver(settingsFor("http://127.0.0.1:9/hook"), PAYLOAD, (line) => said.push(line), [0]);
  await expect(delivery).rejects.toThrow("http://127.0.0.1:9/hook cannot be reached: ");
  expect(said).toHaveLength(1);
});
