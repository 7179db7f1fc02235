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

/** What builds otherwise get from the public registries of images and packages. */
export interface HandOver {
  /** Gives a job the packages; returns the build options that use them and the base image. */
  toJob: (job: StartedJob) => Promise<string[]>;
  /** The name of an image for builds. */
  image: (name: string) => string;
}

/**
 * Gives builds what they cannot download.
 *
 * @param pusher if builds reach no public registry: pushes an image (first argument, with all its architectures) under
 *   a name in the cluster's registry (second), from the nodes' network; it gets the login in REGISTRY_USER and
 *   REGISTRY_PASSWORD. undefined: builds download everything themselves
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

/** The packages as the Dockerfile's stage installs them. */
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
