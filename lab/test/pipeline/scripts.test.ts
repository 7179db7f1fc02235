import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../src/repository.ts";
import { USERLANDS } from "../support/userlands.ts";
import { BUILDCTL, DIGEST, KUBECTL, KUSTOMIZE, RENDERED } from "./support/job-programs.ts";
import { runScript } from "./support/run-script.ts";

const { version: VERSION } = JSON.parse(readFileSync(join(ROOT, "part-a/webhook-app/package.json"), "utf8")) as {
  version: string;
};
const IMAGE = `registry.example/api@${DIGEST}`;
const EXISTS = 'Error from server (AlreadyExists): configmaps "webhook-app-recipients-abc" already exists';

describe.each(USERLANDS)("$name:", (userland) => {
  const { missing } = userland;

  function deploy({ ready = true, refusal = "", image = IMAGE } = {}) {
    return runScript(userland, {
      script: [".ci/deploy", image],
      files: ["part-a/webhook-app/k8s-overlays"],
      variables: { RENDERED, READY: String(ready), REFUSAL: refusal },
      programs: { kustomize: KUSTOMIZE, kubectl: KUBECTL },
    });
  }

  test.skipIf(missing)("deploy applies nothing beside what it may", () => {
    const { code, output, calls, record } = deploy();
    expect(output).toContain(`${IMAGE} is deployed`);
    expect(code).toBe(0);
    expect(calls[0]).toBe(`kustomize edit set image webhook-app=${IMAGE}`);
    expect(record("applied").match(/^kind: .*/gm)).toEqual(["kind: Deployment"]);
    expect(record("created").match(/^ {2}name: .*/gm)).toEqual(["  name: webhook-app-recipients-abc"]);
    expect(record("created")).toContain("    ---\n    rules: []");
    expect(calls.filter((call) => call.includes("undo"))).toEqual([]);
  });

  test.skipIf(missing)(
    "a version that does not become ready is rolled back to the running revision, and the job fails",
    () => {
      const { code, output, calls } = deploy({ ready: false });
      expect(code).toBe(1);
      expect(calls.filter((call) => call.includes("undo"))).toEqual([
        "kubectl --namespace webhook-app rollout undo deployment/webhook-app --to-revision=7",
      ]);
      expect(output).toContain("back to revision 7");
    },
  );

  test.skipIf(missing)("settings that are there already are no failure", () => {
    expect(deploy({ refusal: EXISTS })).toMatchObject({ code: 0 });
  });

  test.skipIf(missing).each([
    ["are forbidden", "Error from server (Forbidden): configmaps is forbidden", "(Forbidden)"],
    ["are forbidden beside some that exist", `${EXISTS}\nError from server (Forbidden): no`, "(Forbidden)"],
    ["fail without a word", "silent", ""],
  ])("settings that %s stop the deploy before anything has changed", (_, refusal, said) => {
    const { code, output, calls } = deploy({ refusal });
    expect(code).toBe(1);
    expect(output).toContain(said);
    expect(calls.filter((call) => call.includes(" apply "))).toEqual([]);
  });

  test.skipIf(missing)("deploy refuses an image that is not named by its digest", () => {
    const { code, output } = deploy({ image: "registry.example/api:latest" });
    expect(code).toBe(2);
    expect(output).toContain("is not an image with a digest");
  });

  function checkVersion(tag: string, heading: string) {
    const { code, output } = runScript(userland, {
      script: [".ci/check-version", tag],
      files: ["part-a/webhook-app/package.json"],
      variables: {},
      programs: {},
      prepare: (directory) => writeFileSync(join(directory, "CHANGELOG.md"), `# Changelog\n\n## ${heading}\n`),
    });
    return { code, output };
  }

  test.skipIf(missing)(
    "a tag may be released that is the service's own version, and in the CHANGELOG with its day",
    () => {
      expect(checkVersion(`v${VERSION}`, `${VERSION}, 2026-11-29`)).toEqual({ code: 0, output: "" });
    },
  );

  test.skipIf(missing).each([
    ["another version", "v0.0.1", "0.0.1, 2026-11-29", `package.json says ${VERSION}`],
    ["no version", "", `${VERSION}, 2026-11-29`, `package.json says ${VERSION}`],
    ["not in the CHANGELOG", `v${VERSION}`, "0.0.1, 2026-11-29", `no heading '## ${VERSION}, YYYY-MM-DD'`],
    ["unreleased", `v${VERSION}`, `${VERSION}, unreleased`, `no heading '## ${VERSION}, YYYY-MM-DD'`],
  ])("a tag that is %s is refused with the reason", (_, tag, heading, says) => {
    const { code, output } = checkVersion(tag, heading);
    expect(code).toBe(1);
    expect(output).toContain(says);
  });

  test.skipIf(missing)("build-image pushes, waits long enough for its daemon, and hands the digest on", () => {
    const { code, output, record, project } = runScript(userland, {
      script: [".ci/build-image", "part-a/webhook-app", "registry.example/api:1"],
      files: ["part-a/webhook-app/Dockerfile", "part-a/webhook-app/src/main.ts"],
      variables: {
        CI_SERVER_PROTOCOL: "http",
        CI_REGISTRY: "registry.example",
        CI_REGISTRY_USER: "gitlab-ci-token",
        CI_REGISTRY_PASSWORD: "the-jobs-own-token",
        CI_COMMIT_SHA: "1".repeat(40),
      },
      programs: { "buildctl-daemonless.sh": BUILDCTL },
      // The helper container checks out with umask 0000.
      prepare: (directory) => {
        chmodSync(join(directory, "part-a/webhook-app/src"), 0o777);
        chmodSync(join(directory, "part-a/webhook-app/src/main.ts"), 0o666);
      },
    });
    expect(output).toContain(`pushed registry.example/api:1@${DIGEST}`);
    expect(code).toBe(0);
    expect(readFileSync(join(project.directory, "digest"), "utf8")).toBe(`${DIGEST}\n`);
    expect(record("buildctl").split("\n")).toContain("type=image,name=registry.example/api:1,push=true");
    // The script's default of 10 tries is 2 seconds; a node that is busy takes longer to start a daemon.
    expect(Number(record("retries"))).toBeGreaterThanOrEqual(60);
    expect(record("writable"), "files in the image that anybody may write").toBe("");
  });
});
