import { createWebhookAppClient } from "../webhook-app-client.ts";

const { BASE_URL = "", GITLAB_TOKEN = "", ADMIN_TOKEN = "" } = process.env;
const client = createWebhookAppClient({ baseUrl: BASE_URL });
const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };

const received = await client.POST("/webhooks/gitlab", {
  params: { header: { Prefer: "wait=9" } },
  headers: { "X-Gitlab-Token": GITLAB_TOKEN },
  body: { object_kind: "push", ref: "refs/heads/main", before: "1".repeat(40), after: "a".repeat(40), project_id: 15 },
});
if (received.data?.status !== "accepted") throw new Error(JSON.stringify(received.error ?? received.data));
const page = await client.GET("/notifications", {
  params: { query: { state: "buried", reason: "unknown_user", sha: "a".repeat(40), limit: 10 } },
  headers,
});
const [buried] = page.data?.items ?? [];
if (!buried) throw new Error(JSON.stringify(page.error ?? page.data));
const retried = await client.POST("/notifications/{id}/retry", {
  params: { path: { id: buried.id } },
  headers,
  body: { recipient: "jane" },
});
process.stdout.write(
  `${buried.state} ${buried.reason}, retried: ${retried.data?.state} for ${retried.data?.recipient}\n`,
);
