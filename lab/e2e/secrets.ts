import { randomPassword, randomSigningToken } from "../src/random-values.ts";
import { apply, kubectl } from "./kubectl.ts";

/**
 * Makes the Secrets that the manifests name, with values made up here. A database keeps the password it was made
 * with, so Secrets that are there already stay.
 */
export async function createSecrets(): Promise<void> {
  const there = await kubectl(["-n", "webhook-app", "get", "secrets", "-o", "name"]);
  if (there.includes("secret/webhook-app-secrets")) return;
  const signingToken = randomSigningToken();
  const bot = { ROCKETCHAT_USER_ID: "gitlabnotifybot01", ROCKETCHAT_AUTH_TOKEN: randomPassword() };
  await createSecret("rocket-chat", "rocket-chat-bot", bot);
  await createSecret("ci-deploy", "signing-token", { token: signingToken });
  if (!there.includes("secret/webhook-app-postgresql")) {
    await createSecret("webhook-app", "webhook-app-postgresql", { password: randomPassword() });
  }
  const service = { GITLAB_SIGNING_TOKENS: signingToken, ADMIN_TOKEN: randomPassword(), ...bot };
  await createSecret("webhook-app", "webhook-app-secrets", service);
}

function createSecret(namespace: string, name: string, stringData: Record<string, string>): Promise<void> {
  return apply({ apiVersion: "v1", kind: "Secret", metadata: { namespace, name }, stringData });
}
