import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../src/repository.ts";
import { unpackIn } from "../ci/container-files.ts";
import { packFolder } from "../ci/pack.ts";
import { type Login, REGISTRY } from "../ci/registry-login.ts";
import { fileOf, type StartedJob, startJob } from "../ci/run-job.ts";

const APP = join(ROOT, "part-a/webhook-app");
const IMAGE = `${REGISTRY}/platform/api`;
/** The Dockerfile's first image; its name is that of the context that replaces it. */
const BASE = /^FROM (\S+) AS base$/m.exec(readFileSync(join(APP, "Dockerfile"), "utf8"))?.[1] ?? "";

/**
 * The job `build`: rootless BuildKit, in the Pod that the build runner would make, builds the Dockerfile and pushes it.
 * A second Pod, which has nothing but the registry's cache, takes what it can from there.
 *
 * @param pusher where builds reach no public registry: a program that pushes an image (first argument) under a name in
 *   the cluster's registry (second), from where the nodes are; it finds the login in REGISTRY_USER and
 *   REGISTRY_PASSWORD. The base image is then taken from there, and the packages are handed over.
 * @returns the image, by its digest
 */
export async function buildJob(run: string, login: Login, pusher: string | undefined): Promise<string> {
  const variables = {
    CI_SERVER_PROTOCOL: "http",
    CI_REGISTRY: REGISTRY,
    CI_REGISTRY_IMAGE: IMAGE,
    CI_REGISTRY_USER: login.username,
    CI_REGISTRY_PASSWORD: login.password,
    CI_COMMIT_SHA: createHash("sha1").update(run).digest("hex"),
  };
  const handOver = pusher ? prepareHandOver(login, pusher) : async () => ({});

  const first = await startJob("build", `${run}-1`);
  const offline = await handOver(first);
  const refused = await first.script({ ...variables, ...offline, CI_REGISTRY_PASSWORD: "wrong" });
  // By the registry, and not for another reason.
  assert.match(refused.log, /401|unauthorized|denied/i, "without the right password the registry refuses");
  assert.notEqual(refused.code, 0, "and the job fails");
  const { image } = await built(first, { ...variables, ...offline });
  await first.end();

  const second = await startJob("build", `${run}-2`);
  const { log } = await built(second, { ...variables, ...(await handOver(second)) });
  assert.match(log, /^#\d+ CACHED$/m, log);
  await second.end();
  return image;
}

/** Runs the job: the image that it hands on, and its log. */
async function built(job: StartedJob, variables: Record<string, string>): Promise<{ image: string; log: string }> {
  const { code, log } = await job.script(variables);
  assert.equal(code, 0, log);
  assert.ok(!log.includes(variables["CI_REGISTRY_PASSWORD"] ?? ""), "the password is not in the log");
  const [, image = ""] = /^APP_IMAGE=(.*)$/m.exec(await fileOf(job, "image.env")) ?? [];
  assert.match(image, new RegExp(`^${IMAGE}@sha256:[0-9a-f]{64}$`));
  return { image, log };
}

/**
 * Pushes the base image into the cluster's registry and packs the installed packages.
 *
 * @returns hands the packages to a job; the options by which its build uses both, as named contexts
 */
function prepareHandOver(login: Login, pusher: string) {
  const base = `${IMAGE}/base/${BASE}`;
  const env = { ...process.env, REGISTRY_USER: login.username, REGISTRY_PASSWORD: login.password };
  execFileSync(pusher, [BASE, base], { env, stdio: ["ignore", "ignore", "inherit"] });
  const packages = packDependencies();
  const options = [
    "--local dependencies=/builds/dependencies",
    "--opt context:dependencies=local:dependencies",
    `--opt context:${BASE}=docker-image://${base}`,
  ];
  return async ({ exec }: StartedJob): Promise<{ BUILD_OPTIONS: string }> => {
    await unpackIn(exec, "/builds/dependencies", packages);
    return { BUILD_OPTIONS: options.join(" ") };
  };
}

/** As the Dockerfile's stage installs them. */
function packDependencies(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "dependencies-"));
  const app = join(folder, "app");
  try {
    mkdirSync(app);
    for (const file of ["package.json", "package-lock.json"]) cpSync(join(APP, file), join(app, file));
    const install = ["ci", "--omit=dev", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"];
    execFileSync("npm", install, { cwd: app, stdio: ["ignore", "ignore", "inherit"] });
    return packFolder(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
