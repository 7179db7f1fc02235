import type { Cluster } from "../../kubernetes/cluster.ts";
import { randomAccessToken } from "../../random-values.ts";
import { createGitLabClient, type GitLabClient } from "./client.ts";
import { makeToken } from "./make-token.ts";
import { expiry } from "./token-fault.ts";

/** The right to change everything at GitLab, for as long as one run needs it. */
export interface Writer {
  client(): Promise<GitLabClient>;
  /** For git. */
  token(): Promise<string>;
  /** Revokes the token. Never rejects: a GitLab that is away ends it by itself in two days, or the next run does. */
  end(): Promise<void>;
}

/** Today's midnight may come before the end of the run. */
const DAYS = 2;

/**
 * Its token is kept in memory only, made when it is first needed: a run that changes nothing makes none.
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
