import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { HandOver } from "../ci/hand-over.ts";
import { IMAGE, type Login, registryVariables } from "../ci/registry-login.ts";
import { fileOf, type StartedJob, startJob } from "../ci/run-job.ts";

/**
 * The job `build`: rootless BuildKit, in the Pod that the build runner would create, builds the Dockerfile and pushes
 * the image. A second Pod, with only the registry's cache, reuses what it can from there.
 *
 * @returns the image with its digest
 */
export async function buildJob(run: string, login: Login, handOver: HandOver): Promise<string> {
  const sha = createHash("sha1").update(run).digest("hex");
  const variablesOf = async (job: StartedJob) => {
    const BUILD_OPTIONS = (await handOver.toJob(job)).join(" ");
    return { ...registryVariables(login), CI_COMMIT_SHA: sha, BUILD_OPTIONS };
  };

  const first = await startJob("build", `${run}-1`);
  const variables = await variablesOf(first);
  const refused = await first.script({ ...variables, CI_REGISTRY_PASSWORD: "wrong" });
  // Denied by the registry, not for another reason.
  assert.match(refused.log, /401|unauthorized|denied/i, "without the right password the registry refuses");
  assert.notEqual(refused.code, 0, "and the job fails");
  const { image } = await built(first, variables);
  await first.end();

  const second = await startJob("build", `${run}-2`);
  const { log } = await built(second, await variablesOf(second));
  assert.match(log, /^#\d+ CACHED$/m, log);
  await second.end();
  return image;
}

/** Runs the job; returns the image that it passes on, and its log. */
async function built(job: StartedJob, variables: Record<string, string>): Promise<{ image: string; log: string }> {
  const { code, log } = await job.script(variables);
  assert.equal(code, 0, log);
  assert.ok(!log.includes(variables["CI_REGISTRY_PASSWORD"] ?? ""), "the password is not in the log");
  const [, image = ""] = /^APP_IMAGE=(.*)$/m.exec(await fileOf(job, "image.env")) ?? [];
  assert.match(image, new RegExp(`^${IMAGE}@sha256:[0-9a-f]{64}$`));
  return { image, log };
}
