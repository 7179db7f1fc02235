import { expect, test } from "vitest";
import { awaitNothingPending } from "../support/await-nothing-pending.ts";
import { serviceFiles } from "../support/service-files.ts";
import { startRocketChat } from "../support/start-rocket-chat.ts";
import { GITLAB_HEADERS, startService } from "../support/start-service.ts";

const NONE = "0".repeat(40);
const OLD = "1".repeat(40);
const NEW = "2".repeat(40);
const RULES = "rules:\n  - notify: [pusher]\npeople: { j.doe: jane }\n";

interface Pushed {
  ref: string;
  before: string;
  after: string;
}

function bodyOf({ ref, before, after }: Pushed): string {
  const commits = after === NEW && before === OLD ? [{ id: NEW, title: "Make it new", author: { name: "Jane" } }] : [];
  return JSON.stringify({
    object_kind: ref.startsWith("refs/tags/") ? "tag_push" : "push",
    ref,
    before,
    after,
    user_username: "j.doe",
    project_id: 15,
    project: { id: 15, path_with_namespace: "platform/api", web_url: "https://gitlab.example.com/platform/api" },
    commits,
    total_commits_count: commits.length,
  });
}

async function startAll() {
  const rocketChat = await startRocketChat(["jane"]);
  const service = await startService({ env: { ...rocketChat.env, ...serviceFiles(RULES) } });
  let deliveries = 0;
  /** A webhook as one of its senders posts it, with its own key unless it has none. */
  async function post(push: Pushed, headers: Record<string, string> = {}, key: string | undefined = `${++deliveries}`) {
    const all = { ...GITLAB_HEADERS, ...headers, ...(key && { "idempotency-key": key }) };
    const response = await fetch(`${service.baseUrl}/webhooks/gitlab`, {
      method: "POST",
      headers: all,
      body: bodyOf(push),
    });
    return ((await response.json()) as { status: string }).status;
  }
  async function messages() {
    await awaitNothingPending(service);
    return rocketChat.ledger.messages().map(({ msg }) => msg.split("\n", 1)[0] ?? "");
  }
  return { post, messages };
}

/** Who reports a push, one after the other. */
const SENDERS = [
  { "x-gitlab-event": "Push Hook" },
  { "x-gitlab-event": "System Hook" },
  { "x-gitlab-event": "Push Hook", "x-webhook-source": "ci" },
];

test("a tag that is deleted and pushed again is notified each time, even by a GitLab that names no deliveries", async () => {
  const { post, messages } = await startAll();
  const made = { ref: "refs/tags/v1", before: NONE, after: NEW };
  const deleted = { ref: "refs/tags/v1", before: NEW, after: NONE };
  for (const push of [made, deleted, made]) expect(await post(push, {}, "")).toBe("accepted");
  expect(await post(made, {}, "")).toBe("duplicate");
  const [first, second, last, ...others] = await messages();
  expect([first, last]).toEqual(Array(2).fill(expect.stringMatching(/created tag v1/)));
  expect(second).toMatch(/deleted tag v1/);
  expect(others).toEqual([]);
});

test("a branch that is set back and pushed again: the last message tells where it is, whoever else reports it too", async () => {
  const { post, messages } = await startAll();
  const forth = { ref: "refs/heads/main", before: OLD, after: NEW };
  const back = { ref: "refs/heads/main", before: NEW, after: OLD };
  for (const push of [forth, back, forth]) {
    const answers: string[] = [];
    for (const sender of SENDERS) answers.push(await post(push, sender));
    expect(answers).toEqual(["accepted", "duplicate", "duplicate"]);
  }
  const told = await messages();
  expect(told).toHaveLength(3);
  expect(told[1]).toMatch(/pushed no new commits to main/);
  expect(told[2]).toBe(told[0]);
});

test("what CI reports only after the branch moved on is notified once", async () => {
  const { post, messages } = await startAll();
  const [hook, , ci] = SENDERS;
  const forth = { ref: "refs/heads/main", before: OLD, after: NEW };
  const back = { ref: "refs/heads/main", before: NEW, after: OLD };
  await post(forth, hook);
  await post(back, hook);
  // Pipelines wait for their turn: by now the branch was set back.
  expect(await post(forth, ci)).toBe("duplicate");
  expect(await post(back, ci)).toBe("duplicate");
  expect(await messages()).toHaveLength(2);
});
