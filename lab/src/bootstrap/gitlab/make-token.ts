import type { Cluster } from "../../kubernetes/cluster.ts";
import { PROJECT } from "./context.ts";

export interface TokenRights {
  /** Tokens of this name that are good before are revoked. */
  name: string;
  scopes: string[];
  /** Like 2026-12-31. */
  lastDay: string;
}

/**
 * Run inside GitLab's container, because no API gives the first token for a password: the OAuth grant that did needs an
 * application since 18.0. The token comes by standard input, so no process list shows it.
 */
const ruby = ({ name, scopes, lastDay }: TokenRights): string => `
user = User.find_by_username!("${PROJECT.owner}")
user.personal_access_tokens.active.where(name: "${name}").find_each(&:revoke!)
token = user.personal_access_tokens.build(name: "${name}", scopes: %w[${scopes.join(" ")}], expires_at: "${lastDay}")
token.set_token(STDIN.gets.strip)
token.save!
`;

/** Makes a token of the administrator's whose value we chose. */
export async function makeToken(cluster: Cluster, token: string, rights: TokenRights): Promise<void> {
  const container = { namespace: "gitlab", pod: "gitlab-0", container: "gitlab" };
  await cluster.exec(container, ["gitlab-rails", "runner", ruby(rights)], token);
}
