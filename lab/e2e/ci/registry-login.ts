import { generateKeyPairSync, randomBytes } from "node:crypto";
import { REGISTRY_HOST } from "../../src/bootstrap/gitlab/context.ts";
import { apply } from "../kubectl.ts";

/** The project's image. */
export const IMAGE = `${REGISTRY_HOST}/platform/api`;

export interface Login {
  username: string;
  password: string;
}

/** A job's own login, which may push, and a deploy token, which may pull. */
export interface Logins {
  job: Login;
  deployToken: Login;
}

/** Generates both logins, and the key that signs the registry's tokens. */
export async function createLogins(): Promise<Logins> {
  const password = () => randomBytes(18).toString("base64url");
  const logins = {
    job: { username: "gitlab-ci-token", password: password() },
    deployToken: { username: "gitlab+deploy-token-1", password: password() },
  };
  const users = {
    [logins.job.username]: { password: logins.job.password, actions: ["pull", "push"] },
    [logins.deployToken.username]: { password: logins.deployToken.password, actions: ["pull"] },
  };
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "e2e", alg: "ES256", use: "sig" };
  const stringData = {
    "key.pem": privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    "jwks.json": JSON.stringify({ keys: [jwk] }),
    "users.json": JSON.stringify(users),
  };
  await apply({ apiVersion: "v1", kind: "Secret", metadata: { namespace: "gitlab", name: "registry" }, stringData });
  return logins;
}

/** GitLab's variables with which a job of the pipeline pushes. */
export function registryVariables({ username, password }: Login) {
  return {
    CI_SERVER_PROTOCOL: "http",
    CI_REGISTRY: REGISTRY_HOST,
    CI_REGISTRY_IMAGE: IMAGE,
    CI_REGISTRY_USER: username,
    CI_REGISTRY_PASSWORD: password,
  };
}

/** A Secret with which the nodes pull for a namespace's Pods. */
export async function createPullSecret(namespace: string, name: string, login: Login): Promise<void> {
  const auth = Buffer.from(`${login.username}:${login.password}`).toString("base64");
  const stringData = { ".dockerconfigjson": JSON.stringify({ auths: { [REGISTRY_HOST]: { auth } } }) };
  const type = "kubernetes.io/dockerconfigjson";
  await apply({ apiVersion: "v1", kind: "Secret", type, metadata: { namespace, name }, stringData });
}
