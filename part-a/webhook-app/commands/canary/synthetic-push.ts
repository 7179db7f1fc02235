import { randomBytes, randomUUID } from "node:crypto";

/** A made-up push: its delivery id, the SHA by which its message is found, and its body. */
export interface SyntheticPush {
  id: string;
  sha: string;
  body: string;
}

/**
 * One push of a SHA that exists nowhere, by the GitLab user `canary` to the project `webhook-app/canary`.
 *
 * The recipients file maps that user to a person in Rocket.Chat. It should be the bot itself: a direct message to
 * oneself takes the same path and disturbs nobody.
 */
export function syntheticPush(): SyntheticPush {
  const sha = randomSha();
  const payload = {
    object_kind: "push",
    event_name: "push",
    ref: "refs/heads/canary",
    before: randomSha(),
    after: sha,
    checkout_sha: sha,
    user_name: "Canary",
    user_username: "canary",
    project: { name: "canary", path_with_namespace: "webhook-app/canary" },
    commits: [{ id: sha, title: "A synthetic push that checks the way to Rocket.Chat", author: { name: "Canary" } }],
    total_commits_count: 1,
  };
  return { id: randomUUID(), sha, body: JSON.stringify(payload) };
}

function randomSha(): string {
  return randomBytes(20).toString("hex");
}
