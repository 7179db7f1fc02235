import { readSecret, writeSecret } from "../../kubernetes/secret.ts";
import type { Step } from "../../step.ts";
import { answered, carriedOut, everyPage } from "./client.ts";
import { type GitLabContext, REGISTRY_HOST } from "./context.ts";

const NAME = "registry-pull";

interface DockerConfig {
  auths: Record<string, { username: string; password: string; auth: string }>;
}

/**
 * The nodes' credentials for the service's image: a deploy token, which may only read the registry. A job's
 * token would end with its job.
 */
export function deployToken(context: GitLabContext): Step {
  const { cluster, writer, projectId } = context;
  return {
    name: "GitLab: deploy token for the nodes",
    async check() {
      const username = await storedUsername(context);
      const stored = (await activeTokens(context)).find((token) => token.username === username);
      const isGood = stored !== undefined && !stored.revoked && !stored.expired;
      return isGood ? undefined : `created, and stored in Secret webhook-app/${NAME}`;
    },
    async change() {
      const client = await writer.client();
      const result = await client.POST("/api/v4/projects/{id}/deploy_tokens", {
        params: { path: { id: projectId.get() } },
        body: { name: NAME, scopes: ["read_registry"] },
      });
      const { id, username, token } = answered("to create a deploy token", result);
      const auth = Buffer.from(`${username}:${token}`).toString("base64");
      const config: DockerConfig = { auths: { [REGISTRY_HOST]: { username, password: token, auth } } };
      const values = { ".dockerconfigjson": JSON.stringify(config) };
      await writeSecret(cluster, "webhook-app", NAME, values, "kubernetes.io/dockerconfigjson");
      await removeOthers(context, id);
    },
  };
}

async function activeTokens({ client, projectId }: GitLabContext) {
  const path = { id: projectId.get() };
  return everyPage(async (query) => {
    const params = { path, query: { ...query, active: true } };
    const result = await client.get().GET("/api/v4/projects/{id}/deploy_tokens", { params });
    return answered("to list deploy tokens", result);
  });
}

/** Removes tokens that the Secret had before: nothing uses them any more, and they would never expire. */
async function removeOthers(context: GitLabContext, id: number): Promise<void> {
  const client = await context.writer.client();
  for (const other of await activeTokens(context)) {
    if (other.name !== NAME || other.id === id) continue;
    const params = { path: { id: context.projectId.get(), token_id: other.id } };
    const result = await client.DELETE("/api/v4/projects/{id}/deploy_tokens/{token_id}", { params });
    carriedOut(`to remove the deploy token ${other.username}`, result);
  }
}

async function storedUsername({ cluster }: GitLabContext): Promise<string | undefined> {
  const { ".dockerconfigjson": text } = (await readSecret(cluster, "webhook-app", NAME)) ?? {};
  if (text === undefined) return undefined;
  return (JSON.parse(text) as DockerConfig).auths[REGISTRY_HOST]?.username;
}
