import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { RECORDED, type RecordedPayload } from "../gitlab/recorded-payloads.ts";
import { seededRandom } from "../../testing/seeded-random.ts";
import { awaitNothingPending } from "../support/await-nothing-pending.ts";
import { serviceFiles } from "../support/service-files.ts";
import { startRocketChat } from "../support/start-rocket-chat.ts";
import { GITLAB_HEADERS, startService, type Service } from "../support/start-service.ts";
import { mutatePayload } from "./mutate-payload.ts";

const RECIPIENTS = `rules: [{ notify: ["@reader"], events: [push, tag_push, merge_request, pipeline, note, release] }]\n`;

const SEED = 20_261_125;
const MUTATIONS = 2_400;
const AT_ONCE = 16;

/** Refused because they are no GitLab events; there is none among the recorded ones. */
const NO_EVENTS: string[] = [];

/** Every event notifies one person, and no two of them count as the same. */
async function start() {
  const rocketChat = await startRocketChat(["reader"]);
  const env = { ...rocketChat.env, ...serviceFiles(RECIPIENTS), DEDUPE_WINDOW_SECONDS: "0" };
  return { service: await startService({ env }), told: () => rocketChat.ledger.messages("reader") };
}

async function post(service: Service, body: string | Buffer<ArrayBuffer>, key: string) {
  const headers = { ...GITLAB_HEADERS, "idempotency-key": key };
  const response = await fetch(`${service.baseUrl}/webhooks/gitlab`, { method: "POST", headers, body });
  return {
    code: response.status,
    ...((await response.json()) as { status: string; notifications?: { id: string }[] }),
  };
}

function shasOf({ json, deleted, headSha, commitShas }: RecordedPayload): string[] {
  return [deleted ? String(json["before"]) : headSha, ...commitShas.slice(-10)];
}

function countByKind(payloads: readonly RecordedPayload[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of payloads) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

test("all 156 recorded payloads are answered 2xx, and the messages hold the SHAs that are expected, in order", async () => {
  const { service, told } = await start();
  const accepted: RecordedPayload[] = [];
  const refused: string[] = [];
  for (const payload of RECORDED) {
    const body = readFileSync(new URL(`../fixtures/gitlab-payloads/${payload.file}`, import.meta.url));
    const { code, status } = await post(service, body, payload.file);
    if (code >= 300) refused.push(payload.file);
    if (status === "accepted") accepted.push(payload);
  }
  expect(refused).toEqual(NO_EVENTS);
  await awaitNothingPending(service);

  expect(RECORDED).toHaveLength(156);
  expect(told()).toHaveLength(accepted.length);
  expect(countByKind(accepted)).toEqual({ push: 17, tag_push: 8, merge_request: 20, note: 7, release: 6 });
  expect(accepted.filter((payload) => shasOf(payload).includes(""))).toEqual([]);
  for (const [index, payload] of accepted.entries()) {
    expect({ file: payload.file, msg: told()[index]?.msg }).toEqual({
      file: payload.file,
      msg: expect.stringMatching(new RegExp(shasOf(payload).join("[^]*"))),
    });
  }
});

test(`${MUTATIONS} mutated payloads never cause a 5xx nor the end of the process, and what is accepted arrives`, async () => {
  const { service, told } = await start();
  const random = seededRandom(SEED);
  const codes = new Map<number, number>();
  let accepted = 0;
  for (let sent = 0; sent < MUTATIONS; sent += AT_ONCE) {
    const bodies = Array.from({ length: AT_ONCE }, () => mutatePayload(random.pick(RECORDED).json, random));
    const answers = await Promise.all(
      bodies.map((body, index) => post(service, body as string, `mutation-${sent + index}`)),
    );
    for (const { code, status, notifications } of answers) {
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (status === "accepted") accepted += notifications?.length ?? 0;
    }
  }
  await awaitNothingPending(service);
  expect(new Set(codes.keys())).toEqual(new Set([200, 202, 400]));
  expect(told()).toHaveLength(accepted);
  expect(accepted).toBeGreaterThan(MUTATIONS / 10);
  expect(service.logLines().filter(({ level }) => level === "error" || level === "fatal")).toEqual([]);
  expect((await fetch(`${service.baseUrl}/livez`)).status).toBe(200);
}, 300_000);
