import { bootstrapGitLab, openGitLab } from "./bootstrap/gitlab.ts";
import { type IsBuilt, pipeline } from "./bootstrap/gitlab/pipeline.ts";
import { push, type Repository } from "./bootstrap/gitlab/push.ts";
import { RUNNERS } from "./bootstrap/gitlab/runner.ts";
import { runnerOnline } from "./bootstrap/gitlab/runner-online.ts";
import { signingToken } from "./bootstrap/gitlab/signing-token.ts";
import { madeUpSecrets } from "./bootstrap/kubernetes/made-up-secrets.ts";
import { manifests, serviceManifests } from "./bootstrap/kubernetes/manifests.ts";
import { namespaces } from "./bootstrap/kubernetes/namespaces.ts";
import { operations } from "./bootstrap/kubernetes/operations.ts";
import { ready } from "./bootstrap/kubernetes/ready.ts";
import { bootstrapRocketChat } from "./bootstrap/rocket-chat.ts";
import type { Cluster } from "./kubernetes/cluster.ts";
import type { Platform } from "./kubernetes/platform.ts";
import { withPodNetworks } from "./kubernetes/pod-network.ts";
import type { Folders, Render } from "./repository.ts";
import { NotYet, type Take } from "./step.ts";
import type { Patience } from "./until.ts";

/** The parts of the lab, and its cluster. */
export interface Lab {
  cluster: Cluster;
  /** Rejects for clusters on which the lab does not run. */
  readPlatform: (cluster: Cluster) => Promise<Platform>;
  render: Render;
  folders: Folders;
  repository: Repository;
  recipientsFile: string;
  isBuilt: IsBuilt;
  /** How long to wait for a start, and for a whole pipeline. */
  patience: { start: Patience; pipeline: Patience };
}

/** Takes all steps from an empty cluster to a deployed service, in the order in which they need each other. */
export async function takeAllSteps(take: Take, given: Lab): Promise<void> {
  const { podNetworks } = await given.readPlatform(given.cluster);
  const lab = { ...given, render: async (folder: string) => withPodNetworks(await given.render(folder), podNetworks) };
  const { cluster, render, folders, recipientsFile, patience } = lab;
  await take(namespaces(cluster, render, folders));
  for (const step of madeUpSecrets(cluster)) await take(step);
  for (const step of await manifests(cluster, render, folders.around)) await take(step);
  // The runners need their tokens first.
  const around = ({ namespace }: { namespace: string }) => namespace !== "gitlab-runner";
  for (const step of await ready(cluster, render, folders.around, patience.start)) if (around(step)) await take(step);
  await whenThere(take, "Rocket.Chat", () => bootstrapRocketChat(take, cluster, recipientsFile));
  await take(signingToken(cluster));
  await whenThere(take, "GitLab", () => throughGitLab(take, lab));
}

async function throughGitLab(take: Take, lab: Lab): Promise<void> {
  const { cluster, render, folders, repository, patience } = lab;
  const context = await openGitLab(cluster);
  try {
    await bootstrapGitLab(take, context, patience.start);
    await take(serviceManifests(cluster, render, folders.service));
    for (const { name } of RUNNERS) await take(runnerOnline(context, name, patience.start));
    await take(push(context, repository));
    await take(pipeline(context, lab.isBuilt, patience.pipeline));
    for (const step of await ready(cluster, render, folders.service, patience.start)) await take(step);
    await take(operations(cluster, render, folders.service));
  } finally {
    await context.close();
  }
}

/** Reports a whole system that cannot be reached yet as one step. */
async function whenThere(take: Take, name: string, bootstrap: () => Promise<void>): Promise<void> {
  try {
    await bootstrap();
  } catch (error) {
    if (!(error instanceof NotYet)) throw error;
    await take({ name, check: () => Promise.reject(error), change: () => Promise.reject(error) });
  }
}
