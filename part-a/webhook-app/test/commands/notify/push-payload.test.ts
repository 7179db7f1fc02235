import { expect, test } from "vitest";
import { readSettings } from "../../../commands/notify/settings.ts";
import { gitIn } from "../../../commands/notify/git.ts";
import { pushPayload } from "../../../commands/notify/push-payload.ts";
import { createRepository, type Repository } from "./checkout.ts";
import { jobVariables, type Pipeline, ZEROS } from "./job-variables.ts";

const OURS = { WEBHOOK_URL: "http://localhost/webhooks/gitlab", GITLAB_SIGNING_TOKEN: `whsec_${"A".repeat(43)}=` };

async function payloadOf(repository: Repository, pipeline: Pipeline) {
  const log: string[] = [];
  const say = (line: string) => void log.push(line);
  const settings = readSettings({ ...jobVariables(pipeline), ...OURS });
  const payload = await pushPayload(settings, gitIn(repository.clone(pipeline.sha), say), say);
  return { ...payload, titles: payload.commits.map(({ title }) => title), log };
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `Commit ${index + 1}`);

test("lists the newest 20 of 25 commits, oldest first, and counts all, as GitLab does", async () => {
  const repository = createRepository();
  const before = repository.commit("Start");
  const sha = repository.commit(...numbered(25));
  repository.push("main");
  expect(await payloadOf(repository, { sha, before, branch: "main" })).toMatchObject({
    object_kind: "push",
    ref: "refs/heads/main",
    before,
    after: sha,
    total_commits_count: 25,
    titles: numbered(25).slice(5),
  });
});

test("the default branch's first push has all its commits", async () => {
  const repository = createRepository();
  const sha = repository.commit("Start", "Go on");
  repository.push("main");
  expect(await payloadOf(repository, { sha, branch: "main" })).toMatchObject({
    before: ZEROS,
    total_commits_count: 2,
    titles: ["Start", "Go on"],
  });
});

test("a new branch without commits of its own has none", async () => {
  const repository = createRepository();
  const sha = repository.commit("Start");
  repository.push("main", "main:release/1");
  const payload = await payloadOf(repository, { sha, branch: "release/1" });
  expect(payload).toMatchObject({ ref: "refs/heads/release/1", before: ZEROS, after: sha, total_commits_count: 0 });
  expect(payload.commits).toEqual([]);
});

test("a merge brings the commits of both sides", async () => {
  const repository = createRepository();
  const before = repository.commit("Start");
  repository.git("checkout", "--quiet", "-b", "side");
  repository.commit("Aside");
  repository.git("checkout", "--quiet", "main");
  repository.commit("Ahead");
  repository.git("merge", "--quiet", "--no-ff", "--message=Merge", "side");
  const sha = repository.git("rev-parse", "HEAD");
  repository.push("main");
  const { titles, total_commits_count } = await payloadOf(repository, { sha, before, branch: "main" });
  expect(titles.toSorted()).toEqual(["Ahead", "Aside", "Merge"]);
  expect(titles.at(-1)).toBe("Merge");
  expect(total_commits_count).toBe(3);
});

test("`after` is the tag object of an annotated tag, and the commit of a lightweight one; both list the tagged commit", async () => {
  const repository = createRepository();
  const sha = repository.commit("Start", "Go on");
  repository.git("tag", "light");
  repository.git("tag", "--annotate", "--message=First", "heavy");
  repository.push("main", "light", "heavy");
  const tagObject = repository.git("rev-parse", "refs/tags/heavy");
  const both = { object_kind: "tag_push", checkout_sha: sha, total_commits_count: 1, titles: ["Go on"] };
  expect(await payloadOf(repository, { sha, tag: "heavy" })).toMatchObject({ ...both, after: tagObject });
  expect(await payloadOf(repository, { sha, tag: "light" })).toMatchObject({ ...both, after: sha });
});

test("if GitLab does not serve the commit before a force-push, only the head is listed", async () => {
  const repository = createRepository();
  const sha = repository.commit("Start", "Go on");
  repository.push("main");
  const gone = "1".repeat(40);
  const payload = await payloadOf(repository, { sha, before: gone, branch: "main" });
  expect(payload).toMatchObject({ before: gone, after: sha, total_commits_count: 1, titles: ["Go on"] });
  expect(payload.log.join("\n")).toContain("git fetch: ");
});

test("titles and names may be any text", async () => {
  const repository = createRepository();
  const before = repository.commit("Start");
  const message = 'Überschrift \u001f mit "allem"\n\nZweite Zeile\n\nUnd noch eine';
  const sha = repository.commit(message);
  repository.push("main");
  const { commits } = await payloadOf(repository, { sha, before, branch: "main" });
  expect(commits).toEqual([
    {
      id: sha,
      message: expect.stringContaining("Zweite Zeile"),
      title: 'Überschrift \u001f mit "allem"',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      url: `http://gitlab.gitlab.svc.cluster.local/platform/api/-/commit/${sha}`,
      author: { name: "Jane Doe", email: "jane@example.com" },
    },
  ]);
});
