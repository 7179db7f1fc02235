import { createGitLabClient } from "./client.ts";

/** GitLab lets no token live for longer than a year. */
const LIFETIME_DAYS = 364;

/** Before so few days of its life are left, a token is made again. */
const SPARE_DAYS = 30;

const DAY_MS = 24 * 60 * 60 * 1000;

/** The last day of a token that is made now. */
export function expiry(days = LIFETIME_DAYS): string {
  return new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
}

/** Says why a token is to be made again; undefined: it is good. */
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
