import type { Cluster } from "../kubernetes/cluster.ts";
import { createSlot, type Take } from "../step.ts";
import type { Patience } from "../until.ts";
import { adminToken } from "./gitlab/admin-token.ts";
import type { GitLabClient } from "./gitlab/client.ts";
import type { GitLabContext } from "./gitlab/context.ts";
import { deployToken } from "./gitlab/deploy-token.ts";
import { project } from "./gitlab/project.ts";
import { protectedBranch } from "./gitlab/protected-branch.ts";
import { reconcilerToken } from "./gitlab/reconciler-token.ts";
import { RUNNERS, runner } from "./gitlab/runner.ts";
import { settings } from "./gitlab/settings.ts";
import { variables } from "./gitlab/variables.ts";
import { webhook } from "./gitlab/webhook.ts";
import { createWriter } from "./gitlab/writer.ts";

/** Connects to GitLab; the steps fill the slots. */
export async function openGitLab(cluster: Cluster): Promise<GitLabContext & { close: () => Promise<void> }> {
  const { url, close } = await cluster.reach({ namespace: "gitlab", name: "gitlab", port: "http" });
  const writer = createWriter(cluster, url);
  const slots = {
    client: createSlot<GitLabClient>("GitLab's token"),
    projectId: createSlot<number>("the project"),
    head: createSlot<string>("the pushed commit"),
  };
  const end = async () => {
    await writer.end();
    await close();
  };
  return { cluster, url, writer, close: end, ...slots };
}

/** Sets GitLab up, so that a push finds everything it needs. */
export async function bootstrapGitLab(take: Take, context: GitLabContext, patience: Patience): Promise<void> {
  await take(adminToken(context));
  await take(settings(context));
  await take(project(context));
  await take(protectedBranch(context));
  for (const each of RUNNERS) await take(runner(context, each));
  await take(webhook(context, patience));
  await take(variables(context));
  await take(deployToken(context));
  await take(reconcilerToken(context));
}
