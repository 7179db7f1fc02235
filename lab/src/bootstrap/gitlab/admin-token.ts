import { readSecret, writeSecret } from "../../kubernetes/secret.ts";
import { randomAccessToken } from "../../random-values.ts";
import type { Step } from "../../step.ts";
import { createGitLabClient } from "./client.ts";
import type { GitLabContext } from "./context.ts";
import { makeToken } from "./make-token.ts";
import { expiry, tokenFault } from "./token-fault.ts";

/** May read everything and change nothing; changes use the writer's token. */
const SCOPES = ["read_api", "read_repository"];

/** The administrator's read-only token, in Secret gitlab/gitlab-admin-token. We choose its value and store it first. */
export function adminToken({ cluster, url, client }: GitLabContext): Step {
  return {
    name: "GitLab: the administrator's token",
    async check() {
      const { token } = (await readSecret(cluster, "gitlab", "gitlab-admin-token")) ?? {};
      if (token === undefined) return "created, and stored in Secret gitlab/gitlab-admin-token";
      const fault = await tokenFault(url, token, SCOPES);
      if (fault === undefined) client.set(createGitLabClient(url, token));
      return fault;
    },
    async change() {
      const token = randomAccessToken();
      await writeSecret(cluster, "gitlab", "gitlab-admin-token", { token });
      await makeToken(cluster, token, { name: "lab", scopes: SCOPES, lastDay: expiry() });
    },
  };
}
