import { readSecret, writeSecret } from "../../kubernetes/secret.ts";
import type { Step } from "../../step.ts";
import { answered, carriedOut, everyPage } from "./client.ts";
import { type GitLabContext, MAINTAINER } from "./context.ts";
import { expiry, tokenFault } from "./token-fault.ts";

const NAME = "reconciler";

/** A project access token, with which the reconciler reads failed deliveries. Each run reads it at its start. */
export function reconcilerToken(context: GitLabContext): Step {
  const { cluster, url, writer, projectId } = context;
  const secret = "webhook-app-reconciler";
  return {
    name: "GitLab: the reconciler's token",
    async check() {
      projectId.get();
      const { GITLAB_TOKEN: token } = (await readSecret(cluster, "webhook-app", secret)) ?? {};
      if (!token) return `created, and stored in Secret webhook-app/${secret}`;
      return tokenFault(url, token, ["api"]);
    },
    async change() {
      const result = await (
        await writer.client()
      ).POST("/api/v4/projects/{id}/access_tokens", {
        params: { path: { id: projectId.get() } },
        // Lower roles may not see hooks.
        body: { name: NAME, scopes: ["api"], access_level: MAINTAINER, expires_at: expiry() },
      });
      const { id, token } = answered("to create the reconciler's token", result);
      await writeSecret(cluster, "webhook-app", secret, { GITLAB_TOKEN: token });
      await removeOthers(context, id);
    },
  };
}

/** Revokes tokens that the Secret had before: each would have a maintainer's rights for up to a year. */
async function removeOthers({ writer, projectId }: GitLabContext, id: number): Promise<void> {
  const client = await writer.client();
  const path = { id: projectId.get() };
  const tokens = await everyPage(async (query) => {
    const params = { path, query: { ...query, state: "active" as const } };
    const result = await client.GET("/api/v4/projects/{id}/access_tokens", { params });
    return answered("to list the project's access tokens", result);
  });
  for (const other of tokens.filter((token) => token.name === NAME && token.id !== id)) {
    const params = { path: { ...path, token_id: other.id } };
    const result = await client.DELETE("/api/v4/projects/{id}/access_tokens/{token_id}", { params });
    carriedOut(`to revoke the reconciler's token ${other.id}`, result);
  }
}
