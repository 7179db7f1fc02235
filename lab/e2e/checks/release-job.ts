import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readPipeline } from "../../src/read-pipeline.ts";
import { ROOT } from "../../src/repository.ts";
import type { HandOver } from "../ci/hand-over.ts";
import { blobOf, type Manifest, manifestOf } from "../ci/registry-content.ts";
import { type Login, registryVariables } from "../ci/registry-login.ts";
import { startJob, type StartedJob, writeFileOf } from "../ci/run-job.ts";

const ARCHITECTURES = ["amd64", "arm64"];
const PROVENANCE = "https://slsa.dev/provenance/";
const SBOM = "https://spdx.dev/Document";

/**
 * The job `release`, for a tag of the checked-out version: fails while the CHANGELOG does not say when it was
 * released; then one index with an image for each architecture, each with its provenance and its SBOM.
 *
 * @returns its version in the registry, and what was seen
 */
export async function releaseJob(run: string, login: Login, handOver: HandOver): Promise<[string, string]> {
  const { version } = JSON.parse(readFileSync(join(ROOT, "part-a/webhook-app/package.json"), "utf8")) as {
    version: string;
  };
  const job = await startJob("release", `${run}-1`);
  const variables = {
    ...registryVariables(login),
    CI_COMMIT_SHA: "1".repeat(40),
    CI_COMMIT_TAG: `v${version}`,
    BUILD_OPTIONS: [ownOptions(handOver), ...(await handOver.toJob(job))].join(" "),
  };
  await writeFileOf(job, "CHANGELOG.md", `## ${version}, unreleased\n`);
  const early = await job.script(variables);
  assert.match(early.log, /CHANGELOG\.md has no heading/);
  await release(job, version, variables);
  await job.end();

  const { manifests = [] } = await manifestOf(version);
  const images = manifests.filter(({ platform }) => platform.os === "linux");
  assert.deepEqual(images.map(({ platform }) => platform.architecture).sort(), ARCHITECTURES);
  const seen = images.map(
    async ({ digest, platform }) => `${platform.architecture} ${await attested(manifests, digest)}`,
  );
  return [version, `${version}: ${(await Promise.all(seen)).join("; ")}`];
}

/** The job's own BUILD_OPTIONS, with the generator of SBOMs by the name by which the build has it. */
function ownOptions(handOver: HandOver): string {
  const options = readPipeline().jobs["release"]?.variables?.["BUILD_OPTIONS"] ?? "";
  return options.replace(/(?<=generator=)\S+/, (name) => handOver.image(name));
}

async function release(job: StartedJob, version: string, variables: Record<string, string>): Promise<void> {
  await writeFileOf(job, "CHANGELOG.md", `## ${version}, 2026-01-01\n`);
  const { code, log } = await job.script(variables);
  assert.equal(code, 0, log);
}

/** The attestations of an image in the index. */
async function attested(manifests: NonNullable<Manifest["manifests"]>, digest: string): Promise<string> {
  const attestation = manifests.find(({ annotations = {} }) => annotations["vnd.docker.reference.digest"] === digest);
  assert.ok(attestation, `the index has attestations of ${digest}`);
  const { layers = [] } = await manifestOf(attestation.digest);
  const types = layers.map(({ annotations = {} }) => annotations["in-toto.io/predicate-type"] ?? "");
  assert.ok(
    types.some((type) => type.startsWith(PROVENANCE)),
    `provenance among ${types.join(", ")}`,
  );
  const sboms = layers.filter((_, index) => types[index] === SBOM);
  const packages = (await Promise.all(sboms.map((sbom) => blobOf(sbom.digest)))).map((text) => {
    return (JSON.parse(text) as { predicate: { packages: unknown[] } }).predicate.packages.length;
  });
  assert.ok(packages.length > 0 && packages.every((count) => count > 0), "the SBOM has packages");
  return `with provenance and SBOMs of ${packages.join(" and ")} packages`;
}
