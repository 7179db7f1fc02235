import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../src/repository.ts";
import { gitlabCiLocal, withoutRsync } from "./support/gitlab-ci-local.ts";
import { writePrograms } from "./support/programs.ts";
import { createProject } from "./support/project.ts";
import { startService } from "./support/service.ts";

/** What notify and canary are; no node_modules among it. */
const SOURCES = ["part-a/webhook-app"];

/** What GitLab tells the jobs of a push's pipeline, as far as gitlab-ci-local makes something else up. */
function pushVariables(before: string) {
  return {
    CI_PIPELINE_SOURCE: "push",
    CI_PIPELINE_ID: "41",
    CI_COMMIT_BEFORE_SHA: before,
    CI_COMMIT_REF_PROTECTED: "true",
    CI_PROJECT_TITLE: "API",
    CI_PROJECT_ID: "15",
    GITLAB_USER_ID: "4",
    GITLAB_USER_LOGIN: "j.doe",
    GITLAB_USER_NAME: "Jane Doe",
  };
}

test.skipIf(withoutRsync)("verify runs `make test` as CI does, and installs nothing", async () => {
  const project = createProject();
  const installs = readFileSync(join(ROOT, ".ci/verify/install"), "utf8");
  const [, debian = ""] = /^for program in (.+); do$/m.exec(installs) ?? [];
  expect(debian).toContain("chromium");
  const path = writePrograms(project, {
    make: 'echo "make $* with CI=$CI"',
    "apt-get": "echo installing; exit 1",
    ...Object.fromEntries([...debian.split(" "), "promtool"].map((name) => [name, "true"])),
  });
  const { code, output } = await gitlabCiLocal(project.directory, { args: ["verify"], variables: {}, path: [path] });
  expect(output).toContain("make test with CI=true");
  expect(code).toBe(0);
  expect(output).not.toContain("installing");
});

test.skipIf(withoutRsync)(
  "notify tells the push once, however often it runs; canary reads its message back",
  async () => {
    const project = createProject(...SOURCES);
    const shas = [project.commit("Add a door"), project.commit("Paint it")];
    const service = await startService();
    const variables = { ...pushVariables(project.firstCommit), ...service.variables };
    const run = (job: string) => gitlabCiLocal(project.directory, { args: [job], variables });

    const notified = await run("notify");
    expect(notified.output).toContain("jane: the message is in Rocket.Chat");
    expect(notified.code).toBe(0);
    expect((await run("notify")).output).toContain("nobody is notified again");
    const told = await service.told("jane");
    expect(told).toHaveLength(1);
    for (const sha of shas) expect(told[0]).toContain(sha);

    const checked = await run("canary");
    expect(checked.output).toMatch(/canary: gitlab-bot got one message about [0-9a-f]{40}/);
    expect(checked.code).toBe(0);
    // The canary disturbed nobody.
    expect(await service.told("jane")).toHaveLength(1);

    for (const { output } of [notified, checked]) {
      expect(output).not.toContain(service.variables.GITLAB_SIGNING_TOKEN);
      expect(output).not.toContain(service.variables.ROCKETCHAT_AUTH_TOKEN);
    }
  },
  60_000,
);

test.skipIf(withoutRsync)(
  "notify fails its job when the service refuses the push",
  async () => {
    const project = createProject(...SOURCES);
    const { variables } = await startService();
    const wrong = { GITLAB_SIGNING_TOKEN: `whsec_${Buffer.alloc(32).toString("base64")}` };
    const { code, output } = await gitlabCiLocal(project.directory, {
      args: ["notify"],
      variables: { ...pushVariables(project.firstCommit), ...variables, ...wrong },
    });
    expect(code).toBe(1);
    expect(output).toContain("The service rejected the push (401)");
  },
  60_000,
);
