import { readFileSync } from "node:fs";
import { BRANCH_PLACE, SHA_PLACE, USER_PLACE } from "./placeholders.ts";

/** A typical size of a push payload; most of it lists the files that the commits changed. */
const BYTES = 5_900;

interface Push {
  commits: { modified: string[] }[];
  [field: string]: unknown;
}

/**
 * The push of `payloads/` (two commits), with changed files up to that size, and placeholders for each request's SHA,
 * user and branch.
 */
export function createPayload(): string {
  const push = JSON.parse(readFileSync(new URL("../../payloads/push.json", import.meta.url), "utf8")) as Push;
  const own = {
    after: SHA_PLACE,
    checkout_sha: SHA_PLACE,
    user_username: USER_PLACE,
    ref: `refs/heads/${BRANCH_PLACE}`,
  };
  for (let number = 0; ; number++) {
    const body = JSON.stringify({ ...push, ...own });
    const commit = push.commits[number % push.commits.length];
    if (body.length >= BYTES || !commit) return body;
    commit.modified.push(`app/services/notifications/recipients/rule_${number}.rb`);
  }
}
