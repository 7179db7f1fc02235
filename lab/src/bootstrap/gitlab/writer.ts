import type { Cluster } from "../../kubernetes/cluster.ts";
import { randomAccessToken } from "../../random-values.ts";
import { createGitLabClient, type GitLabClient } from "./client.ts";
import { makeToken } from "./make-token.ts";
import { expiry } from "./token-fault.ts";

/** Write access to GitLab, for as long as one run needs it. */
export interface Writer {
  client(): Promise<GitLabClient>;
  /** For git. */
  token(): Promise<string>;
  /**
   * Revokes the token. Never rejects: if GitLab is unreachable, the token expires in two days, or the next run revokes
   * it.
   */
  end(): Promise<void>;
}

/** One day is not enough: the run may cross midnight. */
const DAYS = 2;

/**
 * The token is kept only in memory and created when first needed: a run that changes nothing creates none.
 */
export function createWriter(cluster: Cluster, url: string): Writer {
  let made: Promise<string> | undefined;
  const make = async () => {
    const token = randomAccessToken();
    const rights = { name: "lab-up", scopes: ["api", "write_repository"], lastDay: expiry(DAYS) };
    await makeToken(cluster, token, rights);
    return token;
  };
  const token = () => (made ??= make());
  return {
    token,
    client: async () => createGitLabClient(url, await token()),
    async end() {
      const value = await made?.catch(() => undefined);
      if (value === undefined) return;
      await createGitLabClient(url, value)
        .DELETE("/api/v4/personal_access_tokens/self")
        .catch(() => undefined);
    },
  };
}
