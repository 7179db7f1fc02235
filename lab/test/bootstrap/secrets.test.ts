import { expect, test } from "vitest";
import { randomPassword } from "../../src/random-values.ts";
import { LAB_SECRETS } from "../../src/secrets.ts";
import { bringUp, startLab } from "./support/start-lab.ts";

test("after the bootstrap every Secret that the Pods need exists, with every key", async () => {
  const started = await startLab();
  await bringUp(started);
  const missing = LAB_SECRETS.flatMap(({ namespace, name, keys }) => {
    const values = started.kubernetes.secret(namespace, name) ?? {};
    return keys.filter((key) => !values[key]).map((key) => `${namespace}/${name}/${key}`);
  });
  expect(missing).toEqual([]);
});

test("MongoDB's password is the same on both sides", async () => {
  const started = await startLab();
  await bringUp(started);
  const { secret } = started.kubernetes;
  expect(secret("rocket-chat", "mongodb-user")?.["password"]).toBe(
    secret("mongodb", "mongodb")?.["rocketchat-password"],
  );
});

test("values have the form that their readers require", async () => {
  const started = await startLab();
  await bringUp(started);
  const { secret } = started.kubernetes;
  // In MongoDB's connection string no character may need escaping; its key file is base64.
  expect(secret("mongodb", "mongodb")?.["rocketchat-password"]).toMatch(/^[\w-]{32}$/);
  expect(secret("mongodb", "mongodb")?.["key-file"]).toMatch(/^[A-Za-z0-9+/=]{6,1024}$/);
  // Standard base64 of 32 bytes, or GitLab refuses it.
  expect(secret("webhook-app", "webhook-app-secrets")?.["GITLAB_SIGNING_TOKENS"]).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(started.kubernetes.get("Secret/webhook-app/registry-pull")?.["type"]).toBe("kubernetes.io/dockerconfigjson");
});

test("every password meets Rocket.Chat's policy", () => {
  const passwords = Array.from({ length: 1000 }, randomPassword);
  for (const wanted of [/^.{14,}$/, /[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9 ]/, /^(?!.*(.)\1{3})/]) {
    expect(passwords.filter((password) => !wanted.test(password))).toEqual([]);
  }
});
