import { listNotifications, receiveWebhook, retryNotification } from "./generated/sdk.gen";
import { client } from "./generated/client.gen";

const { BASE_URL = "", GITLAB_TOKEN = "", ADMIN_TOKEN = "" } = process.env;

async function main() {
  client.setConfig({
    baseUrl: BASE_URL,
    auth: ({ scheme, name }) =>
      scheme === "bearer" ? ADMIN_TOKEN : name === "X-Gitlab-Token" ? GITLAB_TOKEN : undefined,
  });
  const received = await receiveWebhook({
    headers: { Prefer: "wait=9" },
    body: {
      object_kind: "push",
      ref: "refs/heads/main",
      before: "1".repeat(40),
      after: "b".repeat(40),
      project_id: 15,
    },
  });
  if (received.data?.status !== "accepted") throw new Error(JSON.stringify(received.error ?? received.data));
  const page = await listNotifications({
    query: { state: "buried", reason: "unknown_user", sha: "b".repeat(40), limit: 10 },
  });
  const [buried] = page.data?.items ?? [];
  if (!buried) throw new Error(JSON.stringify(page.error ?? page.data));
  const retried = await retryNotification({ path: { id: buried.id }, body: { recipient: "jane" } });
  console.log(`${buried.state} ${buried.reason}, retried: ${retried.data?.state} for ${retried.data?.recipient}`);
}

void main();
