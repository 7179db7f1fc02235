import { NotYet, type Step } from "../../step.ts";
import { type Patience, until } from "../../until.ts";
import { answered, everyPage } from "./client.ts";
import { type GitLabContext, WEBHOOK_URL } from "./context.ts";
import { fingerprint, readSigningToken } from "./signing-token.ts";

/** The project's hook. The CI job reports the same pushes; the service makes one message of both. */
export function webhook(context: GitLabContext, patience: Patience): Step {
  return {
    name: "GitLab: webhook to the service",
    async check() {
      const { signing_token: _secret, ...wanted } = await wantedHook(context);
      const found = await findHook(context);
      if (found === undefined) return `created, to ${WEBHOOK_URL}`;
      // GitLab accepts a signing token that it does not support (before 19.0, or with a feature flag off) and drops it.
      if (found.signing_token_present !== true) return "signed: GitLab has no signing token for it";
      const fields = Object.keys(wanted) as (keyof typeof wanted)[];
      const different = fields.filter((field) => found[field] !== wanted[field]);
      return different.length === 0 ? undefined : `corrected: ${different.join(", ")}`;
    },
    async change() {
      const limited = { ...patience, seconds: Math.min(120, patience.seconds) };
      const hook = await until("webhook", limited, async (still) => {
        const result = await save(context);
        // Its settings are cached: for a minute it may still reject addresses of the cluster (gitlab-org/gitlab#217010).
        if (result.response.status === 422) return still(`GitLab rejects the address ${WEBHOOK_URL}`);
        return answered(`to save the webhook to ${WEBHOOK_URL}`, result);
      });
      if (hook.signing_token_present !== true) throw new Error(UNSIGNED);
    },
  };
}

const UNSIGNED =
  "GitLab saved the webhook without its signing token, so the service would reject its webhooks. Signing needs GitLab " +
  "19.0 or newer, and its feature flag webhook_signing_token on: in the container gitlab-0, " +
  "gitlab-rails runner 'Feature.enable(:webhook_signing_token)', then lab/up again";

async function save(context: GitLabContext) {
  const { writer, projectId } = context;
  const [body, found, id] = [await wantedHook(context), await findHook(context), projectId.get()];
  const client = await writer.client();
  if (found === undefined) return client.POST("/api/v4/projects/{id}/hooks", { params: { path: { id } }, body });
  const path = { id, hook_id: found.id };
  return client.PUT("/api/v4/projects/{id}/hooks/{hook_id}", { params: { path }, body });
}

async function wantedHook({ cluster }: GitLabContext) {
  const token = await readSigningToken(cluster);
  if (token === undefined) throw new NotYet("the signing token is not created yet");
  return {
    url: WEBHOOK_URL,
    description: `webhook-app, signing token ${fingerprint(token)}`,
    push_events: true,
    tag_push_events: true,
    // Has no effect on plain HTTP inside the cluster; with HTTPS, the certificate would be verified.
    enable_ssl_verification: true,
    signing_token: token,
  };
}

async function findHook({ client, projectId }: GitLabContext) {
  const path = { id: projectId.get() };
  const hooks = await everyPage(async (query) => {
    return answered(
      "to list hooks",
      await client.get().GET("/api/v4/projects/{id}/hooks", { params: { path, query } }),
    );
  });
  return hooks.find(({ url }) => url === WEBHOOK_URL);
}
