import { readSecret, writeSecret } from "../../kubernetes/secret.ts";
import type { Step } from "../../step.ts";
import { answered } from "./client.ts";
import { type GitLabContext, MAINTAINER } from "./context.ts";
import { expiry, tokenFault } from "./token-fault.ts";

/** What the reconciler asks for failed deliveries with: a token of the project. It is read when a run starts. */
export function reconcilerToken({ cluster, url, client, projectId }: GitLabContext): Step {
  const secret = "webhook-app-reconciler";
  return {
    name: "GitLab: the reconciler's token",
    async check() {
      projectId.get();
      const { GITLAB_TOKEN: token } = (await readSecret(cluster, "webhook-app", secret)) ?? {};
      if (!token) return `made, and put into Secret webhook-app/${secret}`;
      return tokenFault(url, token, ["api"]);
    },
    async change() {
      const result = await client.get().POST("/api/v4/projects/{id}/access_tokens", {
        params: { path: { id: projectId.get() } },
        // Who is less may not see hooks.
        body: { name: "reconciler", scopes: ["api"], access_level: MAINTAINER, expires_at: expiry() },
      });
      const { token } = answered("to make the reconciler's token", result);
      await writeSecret(cluster, "webhook-app", secret, { GITLAB_TOKEN: token });
    },
  };
}
