import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { jobPod, SHELL } from "../../e2e/ci/job-pod.ts";
import { shellOf, USERLANDS } from "../support/userlands.ts";

const RESTRICTED = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } };

test.each(["build", "deploy"])("%s: the Pod has the runner's containers, volumes and login", (job) => {
  const { spec, metadata } = jobPod(job, "run-1");
  expect(metadata.namespace).toBe(`ci-${job}`);
  expect(spec.initContainers.map(({ name }) => name)).toEqual(["init-permissions"]);
  expect(spec.containers.map(({ name }) => name)).toEqual(["build", "helper"]);
  expect(spec.imagePullSecrets).toEqual([{ name: "run-1" }]);
  const mounts = [...spec.initContainers, ...spec.containers].map(({ volumeMounts }) => volumeMounts);
  for (const mounted of mounts) {
    expect(mounted.map(({ name }) => name)).toEqual(spec.volumes.map(({ name }) => name));
    expect(mounted.map(({ name }) => name)).toEqual(expect.arrayContaining(["scripts", "logs", "repo"]));
  }
});

test("in the deploy job's namespace, which is restricted, every container may run", () => {
  const { spec } = jobPod("deploy", "run-1");
  expect(spec.securityContext).toMatchObject(RESTRICTED);
  for (const { securityContext } of [...spec.initContainers, ...spec.containers]) {
    expect(securityContext).toMatchObject({ privileged: false, allowPrivilegeEscalation: false });
    expect(securityContext).toMatchObject({ capabilities: { drop: expect.arrayContaining(["ALL"]) } });
  }
});

test("only the build container of the build job is not confined", () => {
  const { spec } = jobPod("build", "run-1");
  const unconfined = [...spec.initContainers, ...spec.containers].filter(({ securityContext }) => {
    return JSON.stringify(securityContext).includes("Unconfined");
  });
  expect(unconfined.map(({ name }) => name)).toEqual(["build"]);
});

describe.each(USERLANDS)("$name:", (userland) => {
  test.skipIf(userland.missing)("the job's shell is started with the script and gives its exit code on", () => {
    const folder = mkdtempSync(join(tmpdir(), "job-shell-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "script"), "echo it runs; exit 7\n");
    const [shell, args] = shellOf(userland);
    const started = () =>
      execFileSync(shell, [...args, "-c", SHELL[2]!, "sh", join(folder, "script")], { env: { PATH: userland.path } });
    expect(started).toThrow(expect.objectContaining({ status: 7, stdout: Buffer.from("it runs\n") }));
  });
});
