import { createGitLabClient } from "./client.ts";

/** GitLab's tokens last at most a year. */
const LIFETIME_DAYS = 364;

/** A token that expires sooner than this is replaced. */
const SPARE_DAYS = 30;

const DAY_MS = 24 * 60 * 60 * 1000;

/** The last day of a token that is created now. */
export function expiry(days = LIFETIME_DAYS): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}

/** Why a token must be replaced; undefined if it is valid. */
export async function tokenFault(url: string, token: string, scopes: string[]): Promise<string | undefined> {
  const client = createGitLabClient(url, token);
  const { data, response } = await client.GET("/api/v4/personal_access_tokens/self");
  if (response.status === 401) return "created again: GitLab does not know the one in the Secret, or it has expired";
  if (data === undefined) throw new Error(`GitLab does not say whether the token is valid (HTTP ${response.status})`);
  if ([...data.scopes].sort().join() !== [...scopes].sort().join()) {
    return `created again, with the scopes ${scopes.join(", ")} instead of ${data.scopes.join(", ")}`;
  }
  const lastDay = data.expires_at ?? undefined;
  if (lastDay === undefined || Date.parse(lastDay) > Date.now() + SPARE_DAYS * DAY_MS) return undefined;
  return `created again: it expires on ${lastDay}`;
}
