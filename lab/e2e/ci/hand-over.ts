import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../src/repository.ts";
import { unpackIn } from "./container-files.ts";
import { packFolder } from "./pack.ts";
import { IMAGE, type Login } from "./registry-login.ts";
import type { StartedJob } from "./run-job.ts";

const APP = join(ROOT, "part-a/webhook-app");
const PACKAGES = "/builds/dependencies";
/** The Dockerfile's image; its name is that of the context that replaces it. */
const BASE = /^FROM (\S+) AS base$/m.exec(readFileSync(join(APP, "Dockerfile"), "utf8"))?.[1] ?? "";

/** What builds find in the public registries of images and packages, where they reach those. */
export interface HandOver {
  /** Gives a job the packages; the options of its build that use them, and the base image. */
  toJob: (job: StartedJob) => Promise<string[]>;
  /** By which name a build has an image. */
  image: (name: string) => string;
}

/**
 * Hands builds over what they could not get.
 *
 * @param pusher where builds reach no public registry: pushes an image (first argument, with all its architectures) under
 *   a name in the cluster's registry (second), from where the nodes are; it finds the login in REGISTRY_USER and
 *   REGISTRY_PASSWORD. undefined: builds get everything themselves
 */
export function prepareHandOver(login: Login, pusher: string | undefined): HandOver {
  if (!pusher) return { toJob: async () => [], image: (name) => name };
  const env = { ...process.env, REGISTRY_USER: login.username, REGISTRY_PASSWORD: login.password };
  const push = (name: string) => {
    const pushed = `${IMAGE}/base/${name}`;
    execFileSync(pusher, [name, pushed], { env, stdio: ["ignore", "ignore", "inherit"] });
    return pushed;
  };
  const options = [
    `--local dependencies=${PACKAGES}`,
    "--opt context:dependencies=local:dependencies",
    `--opt context:${BASE}=docker-image://${push(BASE)}`,
  ];
  const packages = packDependencies();
  return {
    image: push,
    async toJob({ exec }) {
      await unpackIn(exec, PACKAGES, packages);
      return options;
    },
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
