import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { signedHeaders } from "../../../commands/shared/signed-headers.mjs";
import { awaitNothingPending } from "../../support/await-nothing-pending.ts";
import { serviceFiles } from "../../support/service-files.ts";
import { startRocketChat } from "../../support/start-rocket-chat.ts";
import { startService } from "../../support/start-service.ts";
import { createRepository } from "./checkout.ts";
import { jobVariables, type Pipeline, PROJECT_URL, ZEROS } from "./job-variables.ts";
import { runNotify } from "./run-notify.ts";

const SIGNING_TOKEN = `whsec_${randomBytes(32).toString("base64")}`;

const RECIPIENTS = `
rules: [{ events: [push, tag_push], notify: [pusher] }]
people: { j.doe: jane }
`;

/** The service beside a stand-in Rocket.Chat, and the job `notify` of a pipeline of this repository. */
async function start(people = ["jane"]) {
  const rocketChat = await startRocketChat(people);
  const env = { ...rocketChat.env, ...serviceFiles(RECIPIENTS), GITLAB_SIGNING_TOKENS: SIGNING_TOKEN };
  const service = await startService({ env });
  const repository = createRepository();
  const url = `${service.baseUrl}/webhooks/gitlab`;
  return {
    repository,
    /** The texts of Jane's messages. */
    async told() {
      await awaitNothingPending(service);
      return rocketChat.ledger.messages("jane").map(({ msg }) => msg);
    },
    notify: (pipeline: Pipeline, variables: Record<string, string> = {}) =>
      runNotify(repository.clone(pipeline.sha), {
        WEBHOOK_URL: url,
        GITLAB_SIGNING_TOKEN: SIGNING_TOKEN,
        ...jobVariables(pipeline),
        ...variables,
      }),
    /** What GitLab's own project hook posts for the same push, under its own id. */
    async hook(push: { kind?: string; ref: string; before: string; after: string; sha?: string }) {
      const { kind = "push", ref, before, after, sha = after } = push;
      const body = JSON.stringify({
        object_kind: kind,
        ref,
        before,
        after,
        checkout_sha: sha,
        user_username: "j.doe",
        project_id: 15,
        project: { id: 15, path_with_namespace: "platform/api", web_url: PROJECT_URL },
        commits: [{ id: sha, title: "as GitLab tells it", url: `${PROJECT_URL}/-/commit/${sha}` }],
        total_commits_count: 1,
      });
      const headers = { "content-type": "application/json", ...signedHeaders(SIGNING_TOKEN, `hook of ${ref}`, body) };
      const answer = await fetch(url, { method: "POST", headers, body });
      return ((await answer.json()) as { status: string }).status;
    },
  };
}

test("a push with several commits makes one message, the log says that it arrived, and a retried job adds none", async () => {
  const { repository, notify, told } = await start();
  const before = repository.commit("Start");
  const first = repository.commit("Add a door");
  const sha = repository.commit("Paint it");
  repository.push("main");

  const pipeline = { sha, before, branch: "main" };
  expect(await notify(pipeline)).toEqual({
    code: 0,
    log: expect.stringMatching(/commits: 2;.*\njane: the message is in Rocket\.Chat\n$/s),
  });
  const retried = await notify(pipeline);
  expect(retried).toEqual({ code: 0, log: expect.stringContaining("jane: the message is in Rocket.Chat") });
  expect(retried.log).toContain("nobody is notified again");

  const messages = await told();
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain("Jane Doe pushed 2 commits to ");
  for (const commit of [first, sha]) expect(messages[0]).toContain(commit);
});

test.each(["hook, then job", "job, then hook"])("hook and job for one push make one message: %s", async (order) => {
  const { repository, notify, hook, told } = await start();
  const before = repository.commit("Start");
  const sha = repository.commit("Add a door");
  const branch = "feature/door";
  repository.git("tag", "--annotate", "--message=First", "v1");
  const tagObject = repository.git("rev-parse", "refs/tags/v1");
  repository.push("main", `main:${branch}`, "v1");

  // A push, a new branch, an annotated tag: GitLab describes each in its own way.
  const pushes = [
    { job: { sha, before, branch: "main", id: "1" }, hooks: { ref: "refs/heads/main", before, after: sha } },
    { job: { sha, branch, id: "2" }, hooks: { ref: `refs/heads/${branch}`, before: ZEROS, after: sha } },
    {
      job: { sha, tag: "v1", id: "3" },
      hooks: { kind: "tag_push", ref: "refs/tags/v1", before: ZEROS, after: tagObject, sha },
    },
  ];
  for (const { job, hooks } of pushes) {
    const first = order === "hook, then job" ? await hook(hooks) : undefined;
    const { code, log } = await notify(job);
    expect(log).toContain("jane: the message is in Rocket.Chat");
    expect(code).toBe(0);
    const second = await hook(hooks);
    expect([first, second]).toEqual([order === "hook, then job" ? "accepted" : undefined, "duplicate"]);
  }
  const messages = await told();
  expect(messages).toHaveLength(pushes.length);
  for (const message of messages) expect(message).toContain(sha);
});

test("the first push of a branch is notified as such, with the commits that the default branch lacks", async () => {
  const { repository, notify, told } = await start();
  const base = repository.commit("Start");
  repository.push("main");
  repository.git("checkout", "--quiet", "-b", "feature/door");
  const sha = repository.commit("Add a door");
  repository.push("feature/door");

  expect(await notify({ sha, branch: "feature/door" })).toMatchObject({ code: 0 });
  const [message] = await told();
  expect(message).toContain("created branch");
  expect(message).toContain(sha);
  expect(message).not.toContain(base);
});

test("a force-push is notified with the new commits, although no branch reaches the previous one", async () => {
  const { repository, notify, told } = await start();
  repository.commit("Start");
  const before = repository.commit("A mistake");
  repository.push("main");
  repository.git("reset", "--quiet", "--hard", "HEAD~1");
  const sha = repository.commit("The same, right", "And more");
  repository.push("main");

  const { code, log } = await notify({ sha, before, branch: "main" });
  expect(code).toBe(0);
  expect(log).toContain(`${before} -> ${sha}, commits: 2;`);
  expect(await told()).toEqual([expect.stringContaining("pushed 2 commits to ")]);
});

test.each(["schedule", "web", "api", "merge_request_event"])(
  "a pipeline that no push started notifies nobody: %s",
  async (source) => {
    const { repository, notify, told } = await start();
    const sha = repository.commit("Start");
    repository.push("main");
    // Neither branch nor tag, as in a merge request's pipeline.
    expect(await notify({ sha, source })).toEqual({
      code: 0,
      log: expect.stringContaining(`source is "${source}", not a push`),
    });
    expect(await told()).toEqual([]);
  },
);

test("a person whom Rocket.Chat does not know fails the job, with the reason in its log", async () => {
  const { repository, notify } = await start([]);
  const sha = repository.commit("Start");
  repository.push("main");
  expect(await notify({ sha, branch: "main" })).toEqual({
    code: 1,
    log: expect.stringContaining("jane: NOT notified (unknown_user)"),
  });
});

test("a push that the rules ignore is logged as such, and is no failure", async () => {
  const { repository, notify, told } = await start();
  const sha = repository.commit("Start");
  repository.push("main");
  const { code, log } = await notify({ sha, branch: "main" }, { GITLAB_USER_LOGIN: "a.stranger" });
  expect(code).toBe(0);
  expect(log).toContain("Nobody is notified: no_recipient");
  expect(log).toContain("a.stranger: not notified (unmapped_user)");
  expect(await told()).toEqual([]);
});

test("a wrong signing token fails the job with the service's reason, and is not in the log", async () => {
  const { repository, notify } = await start();
  const sha = repository.commit("Start");
  repository.push("main");
  const wrong = `whsec_${randomBytes(32).toString("base64")}`;
  const { code, log } = await notify({ sha, branch: "main" }, { GITLAB_SIGNING_TOKEN: wrong });
  expect(code).toBe(1);
  expect(log).toContain("The service rejected the push (401).");
  expect(log).not.toContain(wrong);
});

test("wrong settings exit with 2; every mistake is named, and no value or stack is shown", async () => {
  const { code, log } = await runNotify(".", { GITLAB_SIGNING_TOKEN: "whsec_short", CI_PIPELINE_SOURCE: "push" });
  expect(code).toBe(2);
  expect(log).toContain("\n  GITLAB_SIGNING_TOKEN: must be ");
  for (const name of ["WEBHOOK_URL", "CI_PROJECT_ID", "CI_COMMIT_SHA", "GITLAB_USER_LOGIN"]) {
    expect(log).toContain(`\n  ${name}: is missing: `);
  }
  expect(log).toContain("\n  CI_COMMIT_BRANCH, CI_COMMIT_TAG: neither is set");
  expect(log).not.toMatch(/whsec_short|^\s+at /m);
});

test("a missing signing token is explained by protected refs", async () => {
  const { code, log } = await runNotify(".", { ...jobVariables({ sha: "a".repeat(40), branch: "main" }) });
  expect(code).toBe(2);
  expect(log).toMatch(/GITLAB_SIGNING_TOKEN: is missing: .*only on protected refs$/m);
});

test("an image without git fails with a message and no stack", async () => {
  const { code, log } = await runNotify(".", {
    ...jobVariables({ sha: "a".repeat(40), branch: "main" }),
    WEBHOOK_URL: "http://127.0.0.1:9/webhooks/gitlab",
    GITLAB_SIGNING_TOKEN: SIGNING_TOKEN,
    PATH: "/nowhere",
  });
  expect({ code, log }).toEqual({ code: 1, log: expect.stringMatching(/^notify FAILED: git is missing\. .*\n$/) });
});
