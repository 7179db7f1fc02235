import { readSecret, writeSecret } from "../../kubernetes/secret.ts";
import { randomAccessToken } from "../../random-values.ts";
import type { Step } from "../../step.ts";
import { createGitLabClient } from "./client.ts";
import { type GitLabContext, PROJECT } from "./context.ts";
import { expiry, tokenFault } from "./token-fault.ts";

const SCOPES = ["api", "write_repository"];

/**
 * Run inside GitLab's container, because no API gives the first token for a password: the OAuth grant that did needs an
 * application since 18.0. The token comes by standard input, so no process list shows it.
 */
const ruby = (): string => `
user = User.find_by_username!("${PROJECT.owner}")
user.personal_access_tokens.active.where(name: "lab").find_each(&:revoke!)
token = user.personal_access_tokens.build(name: "lab", scopes: %w[${SCOPES.join(" ")}], expires_at: "${expiry()}")
token.set_token(STDIN.gets.strip)
token.save!
`;

/** The administrator's token, in Secret gitlab/gitlab-admin-token. We choose its value, so it is stored beforehand. */
export function adminToken({ cluster, url, client }: GitLabContext): Step {
  return {
    name: "GitLab: the administrator's token",
    async check() {
      const { token } = (await readSecret(cluster, "gitlab", "gitlab-admin-token")) ?? {};
      if (token === undefined) return "made, and put into Secret gitlab/gitlab-admin-token";
      const fault = await tokenFault(url, token, SCOPES);
      if (fault === undefined) client.set(createGitLabClient(url, token));
      return fault;
    },
    async change() {
      const token = randomAccessToken();
      await writeSecret(cluster, "gitlab", "gitlab-admin-token", { token });
      const container = { namespace: "gitlab", pod: "gitlab-0", container: "gitlab" };
      await cluster.exec(container, ["gitlab-rails", "runner", ruby()], token);
    },
  };
}
