import { createHash } from "node:crypto";
import type { Cluster } from "../../kubernetes/cluster.ts";
import { readSecret, writeSecret } from "../../kubernetes/secret.ts";
import { restart } from "../../kubernetes/restart.ts";
import { randomPassword, randomSigningToken } from "../../random-values.ts";
import type { Step } from "../../step.ts";

/** The token with which hook and CI sign: the first of those that the service accepts. */
export async function readSigningToken(cluster: Cluster): Promise<string | undefined> {
  const { GITLAB_SIGNING_TOKENS: tokens } = (await readSecret(cluster, "webhook-app", "webhook-app-secrets")) ?? {};
  return tokens?.split(",")[0]?.trim() || undefined;
}

/**
 * Identifies a token without revealing it. GitLab never shows a token again, so this is part of the hook's
 * description, which shows if a hook has the token of an earlier Secret. (12 hexadecimal digits of a hash of 32
 * random bytes do not reveal them.)
 */
export function fingerprint(token: string): string {
  return createHash("sha256").update(token).digest("hex").slice(0, 12);
}

/** The service's signing token, in its Secret before GitLab sends anything, and the operators' token. */
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
