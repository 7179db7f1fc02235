import type { Cluster } from "../../kubernetes/cluster.ts";
import { PROJECT } from "./project-path.ts";

export interface TokenRights {
  /** Valid tokens with this name are revoked first. */
  name: string;
  scopes: string[];
  /** Like 2026-12-31. */
  lastDay: string;
}

/**
 * Runs inside GitLab's container, because no API gives the first token for a password: the OAuth grant that did needs an
 * application since 18.0. The token comes through standard input, so no process list shows it.
 */
const ruby = ({ name, scopes, lastDay }: TokenRights): string => `
user = User.find_by_username!("${PROJECT.owner}")
user.personal_access_tokens.active.where(name: "${name}").find_each(&:revoke!)
token = user.personal_access_tokens.build(name: "${name}", scopes: %w[${scopes.join(" ")}], expires_at: "${lastDay}")
token.set_token(STDIN.gets.strip)
token.save!
`;

/** Creates a token of the administrator with a value that we chose. */
export async function makeToken(cluster: Cluster, token: string, rights: TokenRights): Promise<void> {
  const container = { namespace: "gitlab", pod: "gitlab-0", container: "gitlab" };
  await cluster.exec(container, ["gitlab-rails", "runner", ruby(rights)], token);
}
