import type { Cluster } from "./kubernetes/cluster.ts";
import { readPlatform } from "./kubernetes/platform.ts";
import { render } from "./kubernetes/render.ts";
import type { Lab } from "./lab.ts";
import { FOLDERS, ROOT } from "./repository.ts";

/** The lab of this repository on a cluster; `say` prints what it waits for. */
export function createLab(cluster: Cluster, say: (line: string) => void): Lab {
  return {
    cluster,
    readPlatform,
    render,
    folders: FOLDERS,
    // oxlint-disable-next-line node/no-process-env -- passed on to git and to the canary
    repository: { path: ROOT, env: process.env },
    // The pipeline deploys a digest; the manifests have a tag.
    isBuilt: (image) => image.includes("@sha256:"),
    recipientsFile: `${FOLDERS.service}/recipients.yaml`,
    patience: {
      // GitLab's image is 3 GB, and its first start takes up to 20 minutes.
      start: { say, seconds: 45 * 60, everyMs: 3000 },
      // Longer than the sum of its jobs' own limits: if one hangs, GitLab reports it first.
      pipeline: { say, seconds: 5 * 60 * 60, everyMs: 3000 },
    },
  };
}
