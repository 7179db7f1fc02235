import { createHash } from "node:crypto";
import type { Cluster } from "../../kubernetes/cluster.ts";
import { readSecret, writeSecret } from "../../kubernetes/secret.ts";
import { restart } from "../../kubernetes/restart.ts";
import { randomPassword, randomSigningToken } from "../../random-values.ts";
import type { Step } from "../../step.ts";

/** The token that hook and CI sign with: the first of those that the service accepts. */
export async function readSigningToken(cluster: Cluster): Promise<string | undefined> {
  const { GITLAB_SIGNING_TOKENS: tokens } = (await readSecret(cluster, "webhook-app", "webhook-app-secrets")) ?? {};
  return tokens?.split(",")[0]?.trim() || undefined;
}

/**
 * Tells one token from another without telling it. GitLab never shows a token again, so this stands in the hook's
 * description, and a hook with the token of an earlier Secret can be seen. (12 hexadecimal digits of a hash of 32
 * random bytes lead nobody back to them.)
 */
export function fingerprint(token: string): string {
  return createHash("sha256").update(token).digest("hex").slice(0, 12);
}

/** The service's side of the hook, in its Secret before GitLab sends anything; and the token that opens its lists. */
export function signingToken(cluster: Cluster): Step {
  return {
    name: "Kubernetes: the webhook's signing token",
    async check() {
      const there = await readSecret(cluster, "webhook-app", "webhook-app-secrets");
      const missing = ["GITLAB_SIGNING_TOKENS", "ADMIN_TOKEN"].filter((key) => !there?.[key]);
      return missing.length === 0
        ? undefined
        : `generated in Secret webhook-app/webhook-app-secrets: ${missing.join(", ")}`;
    },
    async change() {
      const made = { GITLAB_SIGNING_TOKENS: randomSigningToken(), ADMIN_TOKEN: randomPassword() };
      const there = await readSecret(cluster, "webhook-app", "webhook-app-secrets");
      await writeSecret(cluster, "webhook-app", "webhook-app-secrets", { ...made, ...there });
      await restart(cluster, "webhook-app", "webhook-app");
    },
  };
}
