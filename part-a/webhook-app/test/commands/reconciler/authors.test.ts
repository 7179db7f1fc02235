import { expect, test } from "vitest";
import { awaitNothingPending } from "../../support/await-nothing-pending.ts";
import { freePort } from "../../../testing/free-port.ts";
import { ADMIN_HEADERS, type Service } from "../../support/start-service.ts";
import { beforeTheService } from "./before-the-service.ts";
import { SIGNING_TOKEN } from "./gitlab-stand-in.ts";
import { deliver, type StandInHook } from "./hook-log.ts";

/**
 * GitLab's log keeps no e-mail addresses, so a resent delivery names no author, and a push lists only its newest 20
 * commits. GitLab's API has all of them.
 */

const WITH_TOKEN = { GITLAB_SIGNING_TOKEN: SIGNING_TOKEN };

const RULES = "rules:\n  - notify: [pusher, authors]\n    skip_self: true\n";
const RECIPIENTS = `${RULES}people: { j.doe: jane, jane@example.com: jane, sam@example.com: sam }\n`;

const BEFORE = "0123456789".repeat(4);

/** Commits one after the other, oldest first, as GitLab's API shows them. */
function commitsOf(...emails: string[]) {
  return emails.map((email, at) => ({
    id: (at + 1).toString(16).padStart(40, "c"),
    title: `Step ${at + 1}`,
    message: `Step ${at + 1}\n`,
    author_name: email.split("@")[0] ?? "",
    author_email: email,
    web_url: `https://gitlab.example.com/platform/api/-/commit/${at + 1}`,
  }));
}

/** Jane's push of these commits: GitLab lists the newest 20. */
function pushOf(commits: ReturnType<typeof commitsOf>, fields: object = {}): string {
  const after = commits.at(-1)?.id;
  return JSON.stringify({
    object_kind: "push",
    ref: "refs/heads/main",
    before: BEFORE,
    after,
    checkout_sha: after,
    user_name: "Jane Doe",
    user_username: "j.doe",
    project_id: 15,
    project: { id: 15, path_with_namespace: "platform/api", web_url: "https://gitlab.example.com/platform/api" },
    commits: commits.slice(-20).map(({ id, title, author_name: name, author_email: email }) => ({
      id,
      title,
      author: { name, email },
    })),
    total_commits_count: commits.length,
    ...fields,
  });
}

async function prepare(...emails: string[]) {
  const world = await beforeTheService(RECIPIENTS);
  const commits = commitsOf(...emails);
  world.gitlab.history.commits = [
    ...commitsOf("root@example.com").map((root) => ({ ...root, id: BEFORE })),
    ...commits,
  ];
  const textsTo = (person: string) => world.rocketChat.ledger.messages(person).map(({ msg }) => msg);
  return { ...world, commits, sha: commits.at(-1)?.id ?? "", textsTo };
}

async function skipped({ client }: Service, id: string) {
  const { data } = await client.GET("/webhooks/{id}", { headers: ADMIN_HEADERS, params: { path: { id } } });
  return data?.skipped;
}

const resendByHand = (hook: StandInHook, key: string) =>
  deliver(
    hook,
    JSON.stringify(hook.log.find((event) => event.request_headers["Idempotency-Key"] === key)?.request_data),
    key,
  );

test("authors of a push that GitLab resends without addresses are notified, each once", async () => {
  const { hook, commits, start, reconcile, textsTo, sha } = await prepare("jane@example.com", "sam@example.com");
  expect(await deliver(hook, pushOf(commits), "missed")).toBe("internal error");
  const service = await start();
  expect(await reconcile(WITH_TOKEN)).toMatchObject({ code: 0, report: { resent: 1, completed: 1, incomplete: 0 } });
  await awaitNothingPending(service);
  expect(textsTo("sam")).toEqual([expect.stringContaining(sha)]);
  expect(textsTo("jane")).toEqual([]);
  expect((await skipped(service, "missed"))?.map(({ reason }) => reason)).toEqual(["self", "self"]);
  expect(await reconcile(WITH_TOKEN)).toMatchObject({ code: 0, report: { resent: 0, completed: 0, problems: [] } });
  await awaitNothingPending(service);
  expect(textsTo("sam")).toHaveLength(1);
});

test("without one of the service's tokens they stay unknown, with a reason", async () => {
  const { hook, commits, start, reconcile, textsTo } = await prepare("sam@example.com");
  await deliver(hook, pushOf(commits), "missed");
  const service = await start();
  expect(await reconcile()).toMatchObject({ code: 0, report: { resent: 1, completed: 0 } });
  expect(textsTo("sam")).toEqual([]);
  await expect.poll(() => skipped(service, "missed")).toContainEqual({ person: "sam", reason: "redacted_author" });
});

test("the author of a commit before the newest 20 is notified, and the message lists it", async () => {
  const emails = ["sam@example.com", ...Array.from({ length: 24 }, () => "jane@example.com")];
  const { hook, commits, start, reconcile, textsTo } = await prepare(...emails);
  const service = await start();
  expect(await deliver(hook, pushOf(commits), "long")).toBe("200");
  await expect
    .poll(() => skipped(service, "long"))
    .toContainEqual(expect.objectContaining({ reason: "beyond_payload" }));
  expect(await reconcile(WITH_TOKEN)).toMatchObject({ code: 0, report: { missed: 0, completed: 1 } });
  await awaitNothingPending(service);
  expect(textsTo("sam")).toEqual([expect.stringContaining(commits[0]?.id ?? "no commit")]);
});

test("somebody who was mapped too late is notified when the delivery is resent by hand, also if mapped by address", async () => {
  const { hook, commits, start, reconcile, textsTo, mendMap } = await prepare("sam@example.com");
  mendMap("rules:\n  - notify: ['@jane', authors]\npeople: { other: other }\n");
  const before = await start();
  expect(await deliver(hook, pushOf(commits), "live")).toBe("202");
  await awaitNothingPending(before);
  before.kill("SIGTERM");
  await before.ended;

  mendMap("rules:\n  - notify: ['@jane', authors]\npeople: { sam@example.com: sam }\n");
  const service = await start();
  expect(await reconcile(WITH_TOKEN)).toMatchObject({ code: 0, report: { completed: 0 } });
  expect(await resendByHand(hook, "live")).toBe("200");
  expect(textsTo("sam")).toEqual([]);
  expect(await reconcile(WITH_TOKEN)).toMatchObject({ code: 0, report: { missed: 0, completed: 1 } });
  await awaitNothingPending(service);
  expect(textsTo("sam")).toHaveLength(1);
  expect(textsTo("jane")).toHaveLength(1);
});

test("a pusher known only by their public address is not notified of their own push", async () => {
  const { gitlab, hook, commits, start, reconcile, textsTo, mendMap } = await prepare(
    "jane@example.com",
    "sam@example.com",
  );
  mendMap(`${RULES}people: { jane@example.com: jane, sam@example.com: sam }\n`);
  gitlab.history.users = [{ id: 7, username: "j.doe", public_email: "jane@example.com" }];
  await deliver(hook, pushOf(commits, { user_email: "jane@example.com" }), "missed");
  const service = await start();
  expect(await reconcile(WITH_TOKEN)).toMatchObject({ code: 0, report: { completed: 1 } });
  await awaitNothingPending(service);
  expect([textsTo("jane").length, textsTo("sam").length]).toEqual([0, 1]);
});

test.each([
  ["commits that a force-push removed", (history: { commits: unknown[] }) => void (history.commits = [])],
  ["a repository that the token may not read", (history: { denied: boolean }) => void (history.denied = true)],
])("%s leave their authors unknown, with a reason", async (_name, spoil) => {
  const { gitlab, hook, commits, start, reconcile, textsTo } = await prepare("sam@example.com");
  spoil(gitlab.history);
  await deliver(hook, pushOf(commits), "missed");
  const service = await start();
  expect(await reconcile(WITH_TOKEN)).toMatchObject({ code: 0, report: { completed: 0, incomplete: 1, problems: [] } });
  expect(textsTo("sam")).toEqual([]);
  await expect.poll(() => skipped(service, "missed")).toContainEqual({ person: "sam", reason: "redacted_author" });
});

test("a wrong token is reported, and so is what is left", async () => {
  const { hook, commits, start, reconcile } = await prepare("sam@example.com");
  await deliver(hook, pushOf(commits), "missed");
  await start();
  const GITLAB_SIGNING_TOKEN = `whsec_${Buffer.alloc(32, "another").toString("base64")}`;
  expect(await reconcile({ GITLAB_SIGNING_TOKEN })).toMatchObject({
    code: 1,
    report: {
      resent: 1,
      left: 1,
      problems: [
        expect.stringMatching(/^delivery missed with its authors: the service answered 401: GITLAB_SIGNING_TOKEN /),
      ],
    },
  });
});

test("they are posted to SERVICE_URL if the hook's own URL does not reach the service from here", async () => {
  const { hook, commits, start, reconcile } = await prepare("sam@example.com");
  await deliver(hook, pushOf(commits), "missed");
  await start();
  const SERVICE_URL = `http://127.0.0.1:${await freePort()}/webhooks/gitlab`;
  expect(await reconcile({ ...WITH_TOKEN, SERVICE_URL })).toMatchObject({
    code: 1,
    report: { resent: 1, problems: [expect.stringContaining(`${SERVICE_URL} does not answer: `)] },
  });
});

test("deliveries older than LOOK_BACK_SECONDS are left alone", async () => {
  const { hook, commits, start, reconcile, textsTo } = await prepare("sam@example.com");
  await deliver(hook, pushOf(commits), "missed");
  await start();
  expect(await reconcile()).toMatchObject({ report: { resent: 1 } });
  for (const event of hook.log) event.created_at = new Date(Date.now() - 1_800_000).toISOString();
  expect(await reconcile(WITH_TOKEN)).toMatchObject({ report: { completed: 0, incomplete: 0 } });
  expect(textsTo("sam")).toEqual([]);
  expect(await reconcile({ ...WITH_TOKEN, LOOK_BACK_SECONDS: "3600" })).toMatchObject({ report: { completed: 1 } });
});
