import { readSecret, writeSecret } from "../../kubernetes/secret.ts";
import type { Step } from "../../step.ts";
import { answered, everyPage } from "./client.ts";
import { type GitLabContext, REGISTRY_HOST } from "./context.ts";

const NAME = "registry-pull";

interface DockerConfig {
  auths: Record<string, { username: string; password: string; auth: string }>;
}

/**
 * What the nodes pull the service's image with: a deploy token, which may read the registry and nothing else. A job's
 * token would end with its job.
 */
export function deployToken(context: GitLabContext): Step {
  const { cluster, client, projectId } = context;
  return {
    name: "GitLab: deploy token for the nodes",
    async check() {
      const username = await storedUsername(context);
      const path = { id: projectId.get() };
      const tokens = await everyPage(async (query) => {
        const params = { path, query: { ...query, active: true } };
        return answered(
          "to list deploy tokens",
          await client.get().GET("/api/v4/projects/{id}/deploy_tokens", { params }),
        );
      });
      const stored = tokens.find((token) => token.username === username);
      const isGood = stored !== undefined && !stored.revoked && !stored.expired;
      return isGood ? undefined : `made, and put into Secret webhook-app/${NAME}`;
    },
    async change() {
      const result = await client.get().POST("/api/v4/projects/{id}/deploy_tokens", {
        params: { path: { id: projectId.get() } },
        body: { name: NAME, scopes: ["read_registry"] },
      });
      const { username, token } = answered("to make a deploy token", result);
      const auth = Buffer.from(`${username}:${token}`).toString("base64");
      const config: DockerConfig = { auths: { [REGISTRY_HOST]: { username, password: token, auth } } };
      const values = { ".dockerconfigjson": JSON.stringify(config) };
      await writeSecret(cluster, "webhook-app", NAME, values, "kubernetes.io/dockerconfigjson");
    },
  };
}

async function storedUsername({ cluster }: GitLabContext): Promise<string | undefined> {
  const { ".dockerconfigjson": text } = (await readSecret(cluster, "webhook-app", NAME)) ?? {};
  if (text === undefined) return undefined;
  return (JSON.parse(text) as DockerConfig).auths[REGISTRY_HOST]?.username;
}
