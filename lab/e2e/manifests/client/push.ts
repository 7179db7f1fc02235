import { createHash, createHmac } from "node:crypto";

/** People of recipients.yaml. */
const PUSHERS = 8;

/** The SHA of push number `index` of a run. */
export function shaOf(run: string, index: number): string {
  return createHash("sha1").update(`${run}/${index}`).digest("hex");
}

/** A push of one commit, each to its own branch, as GitLab's hook posts it. */
export function pushBody(run: string, index: number): string {
  const sha = shaOf(run, index);
  const url = "https://gitlab.example.com/e2e/project";
  return JSON.stringify({
    object_kind: "push",
    ref: `refs/heads/${run}-${index}`,
    before: createHash("sha1").update(`before ${run}/${index}`).digest("hex"),
    after: sha,
    checkout_sha: sha,
    user_name: "E2E",
    user_username: `pusher-${index % PUSHERS}`,
    project_id: 1,
    project: { id: 1, name: "project", path_with_namespace: "e2e/project", web_url: url },
    commits: [{ id: sha, title: `Commit ${index} of ${run}`, url: `${url}/-/commit/${sha}` }],
    total_commits_count: 1,
  });
}

/** Signs as GitLab >= 19.0 does (Standard Webhooks). */
export function signedHeaders(token: string, id: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(token.slice("whsec_".length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    "content-type": "application/json",
    "x-gitlab-event": "Push Hook",
    "webhook-id": id,
    "idempotency-key": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  };
}
